package dev.tattle.broken;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All operations on named counters, as a list for each node. Additions with the same key count
 * once, unless a delete has seen an earlier one of them.
 */
class OperationLog {
  private final Map<String, List<Json>> operations = new TreeMap<>();
  private final Map<String, List<Addition>> additions = new TreeMap<>();
  private final Map<String, List<Json>> deletes = new LinkedHashMap<>();
  private final Set<Json> keys = new LinkedHashSet<>();

  private record Addition(String replica, int number, Json operation, long delta) {}

  static Json field(Json object, String name) {
    return Objects.requireNonNull(optional(object, name), name);
  }

  static @Nullable Json optional(Json object, String name) {
    return ((Json.Obj) object).fields().get(name);
  }

  static List<Json> items(Json array) {
    return ((Json.Arr) array).items();
  }

  static String text(Json value) {
    return ((Json.Text) value).value();
  }

  static long number(Json value) {
    return ((Json.Int) value).value();
  }

  int size(String replica) {
    return operations.getOrDefault(replica, List.of()).size();
  }

  /** Appends an operation of a node. Returns false if it is not the node's next one. */
  boolean append(String replica, long number, Json operation) {
    List<Json> log = operations.computeIfAbsent(replica, first -> new ArrayList<>());
    if (number != log.size() + 1) {
      return false;
    }
    log.add(operation);
    for (Json add : adds(operation)) {
      additions
          .computeIfAbsent(text(items(add).get(0)), first -> new ArrayList<>())
          .add(new Addition(replica, (int) number, operation, number(items(add).get(1))));
    }
    if (optional(operation, "delete") instanceof Json.Text deleted) {
      deletes.computeIfAbsent(deleted.value(), first -> new ArrayList<>()).add(operation);
    }
    Json key = optional(operation, "key");
    if (key != null) {
      keys.add(key);
    }
    return true;
  }

  Json versions() {
    Map<String, Json> versions = new LinkedHashMap<>();
    operations.forEach((replica, log) -> versions.put(replica, Json.of(log.size())));
    return new Json.Obj(versions);
  }

  boolean covers(@Nullable Json versions) {
    return !(versions instanceof Json.Obj object)
        || object.fields().entrySet().stream()
            .allMatch(entry -> number(entry.getValue()) <= size(entry.getKey()));
  }

  /** What a peer with these versions lacks: {@code [replica, number, operation]} each, in order. */
  List<Json> lackedBy(Json versions, int most) {
    List<Json> lacked = new ArrayList<>();
    operations.forEach(
        (replica, log) -> {
          Json known = optional(versions, replica);
          for (int i = known == null ? 0 : (int) number(known); i < log.size(); i++) {
            if (lacked.size() < most) {
              lacked.add(Json.array(Json.of(replica), Json.of(i + 1), log.get(i)));
            }
          }
        });
    return lacked;
  }

  boolean hasKey(Json key) {
    return keys.contains(key);
  }

  /** The identity of an addition. Two additions with the same identity count once. */
  Json identity(String replica, int number, Json operation) {
    Json key = optional(operation, "key");
    return key == null ? Json.array(Json.of(replica), Json.of(number)) : key;
  }

  /** Tells whether a delete of the counter had seen this addition, and so deletes it. */
  boolean isCovered(Json delete, String replica, int number) {
    Json seen = optional(field(delete, "seen"), replica);
    return seen != null && number <= number(seen);
  }

  /** The additions to a counter that count, by their identity. */
  private Map<Json, Long> there(String counter) {
    Map<Json, Long> there = new LinkedHashMap<>();
    Set<Json> gone = new LinkedHashSet<>();
    for (Addition one : additions.getOrDefault(counter, List.of())) {
      Json identity = identity(one.replica, one.number, one.operation);
      there.put(identity, one.delta);
      if (deletes.getOrDefault(counter, List.of()).stream()
          .anyMatch(delete -> isCovered(delete, one.replica, one.number))) {
        gone.add(identity);
      }
    }
    there.keySet().removeAll(gone);
    return there;
  }

  private static List<Json> adds(Json operation) {
    return optional(operation, "adds") instanceof Json.Arr adds ? adds.items() : List.of();
  }

  boolean exists(String counter) {
    return !there(counter).isEmpty();
  }

  Json value(String counter) {
    return Json.of(there(counter).values().stream().mapToLong(Long::longValue).sum());
  }

  /** The names of all counters that ever existed, in order. */
  Set<String> names() {
    return additions.keySet();
  }

  /** For each counter, the longest time to live of an addition that counts. */
  Map<String, Long> timesToLive() {
    Map<String, Long> times = new LinkedHashMap<>();
    for (List<Json> log : operations.values()) {
      for (Json operation : log) {
        Json ttl = optional(operation, "ttl");
        if (ttl != null) {
          adds(operation)
              .forEach(add -> times.merge(text(items(add).get(0)), number(ttl), Math::max));
        }
      }
    }
    times.keySet().removeIf(counter -> !exists(counter));
    return times;
  }
}
