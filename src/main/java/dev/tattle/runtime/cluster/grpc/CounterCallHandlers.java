package dev.tattle.runtime.cluster.grpc;

import com.google.protobuf.Message;
import dev.tattle.core.Body;
import dev.tattle.runtime.cluster.grpc.proto.AddAllRequest;
import dev.tattle.runtime.cluster.grpc.proto.ChangeRequest;
import dev.tattle.runtime.cluster.grpc.proto.CompareAndSetRequest;
import dev.tattle.runtime.cluster.grpc.proto.Consistency;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.grpc.proto.CountersOuterClass;
import dev.tattle.runtime.cluster.grpc.proto.CreateRequest;
import dev.tattle.runtime.cluster.grpc.proto.DeleteRequest;
import dev.tattle.runtime.cluster.grpc.proto.GetAndResetRequest;
import dev.tattle.runtime.cluster.grpc.proto.GetCountRequest;
import dev.tattle.runtime.cluster.grpc.proto.ListRequest;
import dev.tattle.runtime.cluster.grpc.proto.NextRequest;
import dev.tattle.runtime.cluster.grpc.proto.ReserveRequest;
import dev.tattle.runtime.cluster.grpc.proto.SetBoundsRequest;
import dev.tattle.runtime.cluster.grpc.proto.WatchRequest;
import dev.tattle.runtime.cluster.http.CounterDesk;
import dev.tattle.runtime.cluster.http.CounterQuestions;
import dev.tattle.runtime.cluster.http.ProblemException;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Implements the methods of {@code tattle.v1.Counters}. Each call becomes one message to the node.
 *
 * <p>Thread rule: the event loop.
 */
public final class CounterCallHandlers {
  static final ServiceName NAME = ServiceName.create("tattle.v1", "Counters");

  private final CounterDesk desk;
  private final CounterQuestions questions;

  public CounterCallHandlers(CounterDesk desk) {
    this.desk = desk;
    questions = desk.questions();
  }

  Service service() {
    ServiceBuilder all =
        Service.service(NAME, CountersOuterClass.getDescriptor().findServiceByName(NAME.name()));
    ChangeRequest change = ChangeRequest.getDefaultInstance();
    unary(all, "Increment", change, r -> step(r, 1), (r, a) -> Answers.value(name(r), a));
    unary(all, "Decrement", change, r -> step(r, -1), (r, a) -> Answers.value(name(r), a));
    unary(all, "Add", change, this::add, (r, a) -> Answers.value(r.getCounter(), a));
    unary(
        all,
        "AddAll",
        AddAllRequest.getDefaultInstance(),
        r -> questions.addAll(adds(r), terms(r)),
        (r, a) -> Answers.values(adds(r), a));
    unary(
        all,
        "GetCount",
        GetCountRequest.getDefaultInstance(),
        r -> questions.read(named(r.getCounter()), consistency(r), given(r.getToken())),
        (r, a) -> Answers.value(named(r.getCounter()), a));
    unary(
        all,
        "Delete",
        DeleteRequest.getDefaultInstance(),
        r -> questions.delete(r.getCounter(), given(r.getToken())),
        (r, a) -> Answers.value(r.getCounter(), a));
    unary(all, "List", ListRequest.getDefaultInstance(), this::list, (r, a) -> Answers.listed(a));
    strong(all);
    ServiceMethod<WatchRequest, CounterValue> watch =
        method("Watch", WatchRequest.getDefaultInstance());
    all.bind(watch, call -> new WatchCall(call).begin(questions, desk.watches()));
    return all.build();
  }

  /** Adds the methods for strong counters only. */
  private void strong(ServiceBuilder all) {
    unary(
        all,
        "Create",
        CreateRequest.getDefaultInstance(),
        this::create,
        (r, a) -> Answers.created(r.getCounter(), a));
    unary(
        all,
        "Next",
        NextRequest.getDefaultInstance(),
        r -> change("next", named(r.getCounter()), Map.of(), r.getKey()),
        (r, a) -> Answers.value(named(r.getCounter()), a));
    unary(
        all,
        "Reserve",
        ReserveRequest.getDefaultInstance(),
        r -> change("reserve", r.getCounter(), Map.of("count", r.getCount()), r.getKey()),
        (r, a) -> Answers.reserved(r.getCounter(), a));
    unary(
        all,
        "CompareAndSet",
        CompareAndSetRequest.getDefaultInstance(),
        r ->
            change("cas", r.getCounter(), Map.of("from", r.getFrom(), "to", r.getTo()), r.getKey()),
        (r, a) -> Answers.value(r.getCounter(), a));
    unary(
        all,
        "GetAndReset",
        GetAndResetRequest.getDefaultInstance(),
        r -> change("get_and_reset", r.getCounter(), Map.of(), r.getKey()),
        (r, a) -> Answers.value(r.getCounter(), a));
    unary(
        all,
        "SetBounds",
        SetBoundsRequest.getDefaultInstance(),
        this::bounds,
        (r, a) -> Answers.value(r.getCounter(), a));
  }

  private Body change(String type, String counter, Map<String, Long> arguments, String key) {
    return questions.strong(type, counter, arguments, given(key));
  }

  private Body create(CreateRequest request) {
    return questions.create(
        request.getCounter(),
        "strong",
        request.hasMin() ? request.getMin() : null,
        request.hasMax() ? request.getMax() : null);
  }

  private Body bounds(SetBoundsRequest request) {
    Map<String, Long> bounds = new LinkedHashMap<>();
    if (request.hasMin()) {
      bounds.put("min", request.getMin());
    }
    if (request.hasMax()) {
      bounds.put("max", request.getMax());
    }
    return change("bounds", request.getCounter(), bounds, request.getKey());
  }

  private <Q extends Message, A extends Message> void unary(
      ServiceBuilder all,
      String name,
      Q prototype,
      Function<Q, Body> question,
      BiFunction<Q, Body, A> response) {
    ServiceMethod<Q, A> method = method(name, prototype);
    UnaryCall.Method<Q, A> work = new UnaryCall.Method<>(question, response);
    all.bind(method, call -> new UnaryCall<>(call, desk.counters(), work).begin());
  }

  private static <Q extends Message, A extends Message> ServiceMethod<Q, A> method(
      String name, Q prototype) {
    return ServiceMethod.server(
        NAME, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(prototype));
  }

  private Body step(ChangeRequest request, int sign) {
    Long amount = request.hasAmount() ? request.getAmount() : null;
    return questions.add(name(request), CounterQuestions.delta(amount, sign), terms(request));
  }

  private Body add(ChangeRequest request) {
    if (!request.hasAmount()) {
      throw ProblemException.malformed("amount: expected an integer, but there is none");
    }
    return questions.add(request.getCounter(), request.getAmount(), terms(request));
  }

  private Body list(ListRequest request) {
    return questions.list(
        given(request.getPrefix()),
        given(request.getAfter()),
        request.hasLimit() ? request.getLimit() : null);
  }

  private static List<CounterQuestions.NamedAmount> adds(AddAllRequest request) {
    return request.getAddsList().stream()
        .map(add -> new CounterQuestions.NamedAmount(add.getCounter(), add.getAmount()))
        .toList();
  }

  private static CounterQuestions.Terms terms(ChangeRequest request) {
    return new CounterQuestions.Terms(
        given(request.getKey()),
        request.hasTtlMillis() ? request.getTtlMillis() : null,
        given(request.getToken()),
        request.hasConsistency() ? word(request.getConsistency()) : null);
  }

  private static CounterQuestions.Terms terms(AddAllRequest request) {
    return new CounterQuestions.Terms(
        given(request.getKey()),
        request.hasTtlMillis() ? request.getTtlMillis() : null,
        given(request.getToken()));
  }

  private static @Nullable String consistency(GetCountRequest request) {
    return request.hasConsistency() ? word(request.getConsistency()) : null;
  }

  private static String word(Consistency asked) {
    return switch (asked) {
      case CONSISTENCY_LOCAL -> "local";
      case CONSISTENCY_MAJORITY -> "majority";
      case CONSISTENCY_STRONG -> "strong";
      case UNRECOGNIZED -> throw ProblemException.malformed("consistency: expected 0, 1 or 2");
    };
  }

  private static String name(ChangeRequest request) {
    return named(request.getCounter());
  }

  private static String named(String counter) {
    return counter.isEmpty() ? CounterQuestions.DEFAULT_COUNTER : counter;
  }

  /** Converts a field of Protobuf: an empty string means that it was not given. */
  private static @Nullable String given(String field) {
    return field.isEmpty() ? null : field;
  }
}
