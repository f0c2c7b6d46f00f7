package dev.tattle.runtime.cluster.grpc;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.grpc.proto.AddAllResponse;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.grpc.proto.CreateResponse;
import dev.tattle.runtime.cluster.grpc.proto.ListResponse;
import dev.tattle.runtime.cluster.grpc.proto.ReserveResponse;
import dev.tattle.runtime.cluster.http.CounterQuestions;
import dev.tattle.runtime.cluster.http.Tokens;
import dev.tattle.wire.JsonCodec;
import java.util.List;

/** Converts the node's answers to Protobuf messages. */
final class Answers {
  private Answers() {}

  /** Converts an answer about one counter. */
  static CounterValue value(String counter, Body answer) {
    CounterValue.Builder value = named(counter, answer.json("value"));
    if (answer.has("exists")) {
      value.setExists(answer.json("exists").equals(Json.of(true)));
    }
    if (answer.has("token")) {
      value.setToken(Tokens.text(answer.json("token")));
    }
    return value.setDuplicate(answer.has("duplicate")).build();
  }

  /** Converts the answer to a request that makes a counter. */
  static CreateResponse created(String counter, Body answer) {
    return CreateResponse.newBuilder()
        .setCounter(counter)
        .setValue(answer.integer("value"))
        .setCreated(answer.bool("created"))
        .build();
  }

  /** Converts the answer that reserves numbers for a client. */
  static ReserveResponse reserved(String counter, Body answer) {
    return ReserveResponse.newBuilder()
        .setCounter(counter)
        .setFirst(answer.integer("first"))
        .setLast(answer.integer("last"))
        .build();
  }

  /** Converts the answer to a batch, in the order of the batch. */
  static AddAllResponse values(List<CounterQuestions.NamedAmount> adds, Body answer) {
    List<Json> values = answer.array("values");
    AddAllResponse.Builder all = AddAllResponse.newBuilder();
    for (int i = 0; i < adds.size(); i++) {
      all.addCounters(named(adds.get(i).counter(), values.get(i)));
    }
    return all.setDuplicate(answer.has("duplicate"))
        .setToken(Tokens.text(answer.json("token")))
        .build();
  }

  /** Converts one page of the list of counters. */
  static ListResponse listed(Body answer) {
    ListResponse.Builder all = ListResponse.newBuilder();
    for (Json pair : answer.array("counters")) {
      if (pair instanceof Json.Arr both && both.items().get(0) instanceof Json.Text name) {
        all.addCounters(
            named(name.value(), both.items().get(1)).setStrong(both.items().size() > 2));
      }
    }
    return all.setMore(answer.json("more").equals(Json.of(true))).build();
  }

  private static CounterValue.Builder named(String counter, Json value) {
    CounterValue.Builder named = CounterValue.newBuilder().setCounter(counter);
    if (value instanceof Json.Int integer) {
      return named.setValue(integer.value());
    }
    String decimal = JsonCodec.format(value);
    return named
        .setValue(decimal.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE)
        .setLargeValue(decimal);
  }
}
