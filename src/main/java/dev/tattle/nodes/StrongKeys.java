package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.core.Weight;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the answers to commands with a key. It is part of the replicated state. So all nodes
 * forget the same key at the same place of the log, whatever their clocks show. They forget the
 * oldest key once there are too many or they take too many bytes.
 */
final class StrongKeys {
  private static final int ENTRY_BYTES = 100;

  private record Answered(Json command, Json result) {
    long weight() {
      return ENTRY_BYTES + Weight.bytes(command) + Weight.bytes(result);
    }
  }

  private final StrongLimits limits;
  private final Map<String, Answered> answered = new LinkedHashMap<>();
  private long bytes;

  StrongKeys(StrongLimits limits) {
    this.limits = limits;
  }

  /** The answer to the first command with this key; null if the key is not remembered. */
  @Nullable Json find(String key, Json command) {
    Answered first = answered.get(key);
    if (first == null) {
      return null;
    }
    return first.command.equals(command)
        ? first.result
        : StrongCounter.error(
            RpcError.KEY_ALREADY_EXISTS,
            "the key was used for another request: choose a new key for each request");
  }

  void remember(String key, Json command, Json result) {
    Answered now = new Answered(command, result);
    answered.put(key, now);
    bytes += now.weight();
    Iterator<Answered> oldest = answered.values().iterator();
    while (answered.size() > limits.keys() || bytes > limits.keyBytes()) {
      bytes -= oldest.next().weight();
      oldest.remove();
    }
  }

  /** The answers as {@code [[command, result], …]}, the oldest first. */
  List<Json> snapshot() {
    List<Json> items = new ArrayList<>(answered.size());
    answered.values().forEach(each -> items.add(Json.array(each.command, each.result)));
    return items;
  }

  void clear() {
    answered.clear();
    bytes = 0;
  }
}
