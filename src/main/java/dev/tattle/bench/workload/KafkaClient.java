package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of logs. For each key that it was assigned it keeps a position: the first offset that it
 * has not polled. A poll asks for all assigned keys and then commits the new positions; both
 * requests are one operation. A key that is assigned anew begins at the committed offset, or at 0.
 *
 * <p>Source: Maelstrom's {@code workload/kafka.clj}, {@code Client}.
 */
final class KafkaClient implements WorkloadClient {
  static final String FROM_THE_BEGINNING = "seek-to-beginning?";

  private final Map<String, Long> positions = new LinkedHashMap<>();

  @Override
  public void invoke(Invocation invocation, Session session) {
    switch (invocation.f()) {
      case "send" -> send(invocation, session);
      case "poll" -> poll(session);
      case "assign" -> assign(invocation, session);
      default -> session.end(new Outcome(Operation.Type.INFO, invocation.value(), null));
    }
  }

  private static void send(Invocation invocation, Session session) {
    List<Json> send = items(items(invocation.value()).get(0));
    Json key = send.get(1);
    Json message = send.get(2);
    session.call(
        Body.of("send", "key", key, "msg", message),
        ReplySchema.of("send_ok", "offset", ReplySchema.Kind.INTEGER),
        reply -> {
          Json placed = Json.array(reply.json("offset"), message);
          session.ok(Json.array(Json.array(Json.of("send"), key, placed)));
        });
  }

  private void poll(Session session) {
    session.call(
        Body.of("poll", "offsets", offsets(positions)),
        ReplySchema.of("poll_ok", "msgs", ReplySchema.Kind.MESSAGES),
        reply -> {
          Map<String, Json> messages = reply.object("msgs");
          Json value = Json.array(Json.array(Json.of("poll"), reply.json("msgs")));
          Map<String, Long> furthest = furthest(messages);
          messages
              .keySet()
              .forEach(key -> advance(key, furthest.containsKey(key) ? furthest.get(key) + 1 : 0));
          if (furthest.isEmpty()) {
            session.ok(value);
          } else {
            session.call(
                Body.of("commit_offsets", "offsets", offsets(furthest)),
                ReplySchema.of("commit_offsets_ok"),
                committed -> session.ok(value));
          }
        });
  }

  private void advance(String key, long position) {
    positions.merge(key, position, Math::max);
  }

  private void assign(Invocation invocation, Session session) {
    if (invocation.details().fields().containsKey(FROM_THE_BEGINNING)) {
      positions.clear();
      begin(invocation, Map.of());
      session.ok(invocation.value());
      return;
    }
    session.call(
        Body.of("list_committed_offsets", "keys", invocation.value()),
        ReplySchema.of("list_committed_offsets_ok", "offsets", ReplySchema.Kind.OFFSETS),
        reply -> {
          begin(invocation, reply.object("offsets"));
          session.ok(invocation.value());
        });
  }

  private void begin(Invocation invocation, Map<String, Json> committed) {
    Map<String, Long> before = new LinkedHashMap<>(positions);
    positions.clear();
    for (Json key : items(invocation.value())) {
      String name = ((Json.Text) key).value();
      long offset = committed.get(name) instanceof Json.Int known ? known.value() : 0;
      positions.put(name, before.getOrDefault(name, offset));
    }
  }

  /** The highest offset of each key that has messages. */
  static Map<String, Long> furthest(Map<String, Json> messages) {
    Map<String, Long> furthest = new LinkedHashMap<>();
    messages.forEach(
        (key, shown) -> {
          for (Json message : shown instanceof Json.Arr all ? all.items() : List.<Json>of()) {
            furthest.merge(key, offset(message), Math::max);
          }
        });
    return furthest;
  }

  /** The offset in {@code [offset,message]}. */
  static long offset(Json message) {
    return ((Json.Int) items(message).get(0)).value();
  }

  static List<Json> items(Json array) {
    return ((Json.Arr) array).items();
  }

  private static Json offsets(Map<String, Long> offsets) {
    Map<String, Json> json = new LinkedHashMap<>();
    offsets.forEach((key, offset) -> json.put(key, Json.of(offset)));
    return new Json.Obj(json);
  }
}
