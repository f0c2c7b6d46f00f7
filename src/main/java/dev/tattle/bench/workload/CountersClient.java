package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.bench.workload.ReplySchema.Kind;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of named counters. For each counter that it watches it remembers the last value shown,
 * and waits for another. A delete of a counter that does not exist is ok: there is nothing to
 * delete.
 */
final class CountersClient implements WorkloadClient {
  private static final String VALUE = "value";

  private final Setting setting;
  private final CounterTokens tokens;
  private final Map<String, Json> watched = new LinkedHashMap<>();

  /**
   * A client that has seen no value yet.
   *
   * @param tokens shared by all clients of the run
   */
  CountersClient(Setting setting, CounterTokens tokens) {
    this.setting = setting;
    this.tokens = tokens;
  }

  @Override
  public void invoke(Invocation invocation, Session session) {
    Map<String, Json> asked = fields(invocation);
    switch (invocation.f()) {
      case "add" ->
          ask(asked, session, body("add", asked, "counter", "delta", "key", "ttl"), VALUE);
      case "add_all" -> addAll(asked, session);
      case "read" -> read(asked, session);
      case "delete" -> delete(asked, session);
      case "watch" -> watch(asked, session);
      default -> list(asked, session);
    }
  }

  static Map<String, Json> fields(Invocation invocation) {
    return ((Json.Obj) invocation.value()).fields();
  }

  /** The request, with the named fields that the operation has. */
  private static Body body(String type, Map<String, Json> asked, String... names) {
    Body body = Body.of(type);
    for (String name : names) {
      Json value = asked.get(name);
      body = value == null ? body : body.with(name, value);
    }
    return body;
  }

  private Body withToken(Map<String, Json> asked, Body request) {
    Json token = tokens.of(asked.get("session"));
    return token == null ? request : request.with("token", token);
  }

  private static ReplySchema schema(Body request, Map<String, Kind> fields) {
    return new ReplySchema(request.type() + "_ok", fields, false);
  }

  private static Map<String, Kind> fields(String name, Kind kind, boolean hasExists) {
    Map<String, Kind> fields = new LinkedHashMap<>();
    fields.put(name, kind);
    if (hasExists) {
      fields.put("exists", Kind.BOOLEAN);
    }
    fields.put("token", Kind.OFFSETS);
    return fields;
  }

  /** Sends a request for one value. */
  private void ask(Map<String, Json> asked, Session session, Body request, String... shown) {
    ReplySchema schema = schema(request, fields(VALUE, Kind.BIG_INTEGER, shown.length > 1));
    session.call(request, schema, reply -> end(asked, session, reply, shown));
  }

  private void addAll(Map<String, Json> asked, Session session) {
    Body request = body("add_all", asked, "adds", "key");
    ReplySchema schema = schema(request, fields("values", Kind.BIG_INTEGERS, false));
    session.call(request, schema, reply -> end(asked, session, reply, "values"));
  }

  private void read(Map<String, Json> asked, Session session) {
    Map<String, Json> known = new LinkedHashMap<>(asked);
    if (asked.containsKey("consistency")) {
      known.put("members", Json.of(setting.nodes().size()));
    }
    Body request = withToken(asked, body("read", asked, "counter", "consistency"));
    ask(known, session, request, VALUE, "exists");
  }

  private void delete(Map<String, Json> asked, Session session) {
    Body request = withToken(asked, body("delete", asked, "counter"));
    session.call(
        request,
        schema(request, fields(VALUE, Kind.BIG_INTEGER, false)),
        reply -> end(asked, session, reply, VALUE),
        failure -> {
          if (failure.type() == Operation.Type.FAIL && isAbsence(failure)) {
            // Without a token: the session learned nothing new.
            Body nothing = Body.of("delete_ok", VALUE, Json.of(0), "exists", Json.of(false));
            end(asked, session, nothing, VALUE, "exists");
          } else {
            session.end(failure);
          }
        });
  }

  private static boolean isAbsence(Outcome failure) {
    return failure.error() instanceof Json.Arr error
        && error.items().get(0).equals(Json.of(RpcError.KEY_DOES_NOT_EXIST.protocolName()));
  }

  private void watch(Map<String, Json> asked, Session session) {
    String counter = ((Json.Text) CounterTokens.field(asked, "counter")).value();
    Map<String, Json> known = new LinkedHashMap<>(asked);
    Body request = body("watch", asked, "counter", "wait");
    Json before = watched.get(counter);
    if (before != null) {
      known.put("given", before);
      request = request.with(VALUE, before);
    }
    session.call(
        request,
        schema(request, fields(VALUE, Kind.BIG_INTEGER, true)),
        reply -> {
          watched.put(counter, reply.json(VALUE));
          end(known, session, reply, VALUE, "exists");
        });
  }

  private void list(Map<String, Json> asked, Session session) {
    page(asked, session, null, new ArrayList<>());
  }

  private void page(
      Map<String, Json> asked, Session session, @Nullable Json after, List<Json> listed) {
    Body request = body("list", asked, "limit");
    Map<String, Kind> fields = new LinkedHashMap<>();
    fields.put("counters", Kind.NAMED_INTEGERS);
    fields.put("more", Kind.BOOLEAN);
    session.call(
        after == null ? request : request.with("after", after),
        schema(request, fields),
        reply -> {
          List<Json> rows = reply.array("counters");
          listed.addAll(rows);
          if (reply.bool("more") && !rows.isEmpty()) {
            page(asked, session, ((Json.Arr) rows.get(rows.size() - 1)).items().get(0), listed);
          } else {
            Body all = Body.of("list_ok", "counters", Json.array(listed));
            end(asked, session, all, "counters");
          }
        });
  }

  /** Ends the operation ok: what was asked, what the node said, and which node it was. */
  private void end(Map<String, Json> asked, Session session, Body reply, String... shown) {
    tokens.join(asked.get("session"), reply);
    Map<String, Json> value = new LinkedHashMap<>(asked);
    for (String name : shown) {
      value.put(name, reply.json(name));
    }
    value.put("node", Json.of(session.node()));
    session.ok(new Json.Obj(value));
  }
}
