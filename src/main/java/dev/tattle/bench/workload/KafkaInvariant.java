package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks logs: an offset of a key has one message for ever; polls show only messages whose send has
 * begun; in each poll the offsets of a key grow. These errors have the checker's names. It also
 * checks what the checker can't see: acknowledged and committed offsets never go back on one node.
 */
final class KafkaInvariant implements Invariant {
  private final Map<String, Map<Long, Json>> logs = new LinkedHashMap<>();
  private final Map<String, Set<Json>> sent = new LinkedHashMap<>();
  private final Map<NodeId, Map<String, Long>> committed = new LinkedHashMap<>();

  @Override
  public void onInvoke(Invocation invocation) {
    if (invocation.f().equals("send")) {
      List<Json> send = operation(invocation.value());
      sent.computeIfAbsent(Shown.whole(send.get(1)), absent -> new LinkedHashSet<>())
          .add(send.get(2));
    }
  }

  @Override
  public @Nullable String brokenBy(Invocation invocation, Json value) {
    if (invocation.f().equals("send")) {
      List<Json> send = operation(value);
      return other(Shown.whole(send.get(1)), send.get(2));
    }
    return invocation.f().equals("poll") ? brokenByPoll((Json.Obj) operation(value).get(1)) : null;
  }

  private static List<Json> operation(Json value) {
    return KafkaClient.items(KafkaClient.items(value).get(0));
  }

  private @Nullable String brokenByPoll(Json.Obj polled) {
    for (Map.Entry<String, Json> entry : polled.fields().entrySet()) {
      List<Json> messages = entry.getValue() instanceof Json.Arr all ? all.items() : List.of();
      for (int i = 0; i < messages.size(); i++) {
        String wrong = other(entry.getKey(), messages.get(i));
        if (wrong == null && i > 0) {
          wrong = order(entry.getKey(), messages.get(i - 1), messages.get(i));
        }
        if (wrong != null) {
          return wrong;
        }
      }
    }
    return null;
  }

  private @Nullable String other(String key, Json placed) {
    Json message = KafkaClient.items(placed).get(1);
    if (!sent.getOrDefault(key, Set.of()).contains(message)) {
      return "showed message %s of key %s, which nobody has sent (never-sent)"
          .formatted(Shown.text(message), key);
    }
    long offset = KafkaClient.offset(placed);
    Json before =
        logs.computeIfAbsent(key, absent -> new LinkedHashMap<>()).putIfAbsent(offset, message);
    return before == null || before.equals(message)
        ? null
        : "showed message %s at offset %d of key %s, where message %s was (inconsistent-offsets)"
            .formatted(Shown.text(message), offset, key, Shown.text(before));
  }

  private static @Nullable String order(String key, Json before, Json after) {
    return KafkaClient.offset(before) < KafkaClient.offset(after)
        ? null
        : "showed offset %d of key %s and then %d (int-nonmonotonic-poll)"
            .formatted(KafkaClient.offset(before), key, KafkaClient.offset(after));
  }

  @Override
  public @Nullable String brokenBy(NodeId node, Body request, Body reply) {
    Map<String, Long> known = committed.computeIfAbsent(node, first -> new LinkedHashMap<>());
    if (request.type().equals("commit_offsets")) {
      request
          .object("offsets")
          .forEach((key, offset) -> known.merge(key, ((Json.Int) offset).value(), Math::max));
    } else if (request.type().equals("list_committed_offsets")) {
      return brokenByCommitted(known, request.array("keys"), reply.object("offsets"));
    }
    return null;
  }

  private static @Nullable String brokenByCommitted(
      Map<String, Long> known, List<Json> keys, Map<String, Json> shown) {
    for (Json key : keys) {
      String name = Shown.whole(key);
      long before = known.getOrDefault(name, -1L);
      long now = shown.get(name) instanceof Json.Int offset ? offset.value() : -1;
      if (now < before) {
        return "showed %s as committed of key %s, and %d before (commit-moves-back)"
            .formatted(now < 0 ? "nothing" : Long.toString(now), name, before);
      }
      known.put(name, now);
    }
    return null;
  }
}
