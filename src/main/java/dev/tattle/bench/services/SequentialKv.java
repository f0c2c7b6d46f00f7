package dev.tattle.bench.services;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code seq-kv}: sequentially consistent, and stale at will. It keeps the last 32 states. A
 * request that leaves its state as it is runs against any state from the one that this client last
 * saw to the newest; one that would change it runs on the newest. So each client's view only moves
 * forward, and only a change that succeeds makes it fresh: writing the value that is there does
 * not.
 *
 * <p>States share what they have in common: each key keeps its own few versions. Source:
 * Maelstrom's {@code service.clj}, {@code Sequential}.
 */
public final class SequentialKv implements Service {
  /** How many states are kept; what is older can no longer be seen. */
  public static final int STATES = 32;

  /** Chooses the state that a request sees. */
  @FunctionalInterface
  public interface StateChoice {
    /** A state from the oldest to the newest that is legal. */
    long choose(long oldest, long newest);

    /** The adversary: as stale as it is allowed to be. */
    static StateChoice oldest() {
      return (oldest, newest) -> oldest;
    }

    /** As Maelstrom does: any of them. */
    static StateChoice random(RandomGenerator random) {
      return (oldest, newest) -> random.nextLong(oldest, newest + 1);
    }
  }

  private final StateChoice choice;
  private final Map<Json, Versions> values = new LinkedHashMap<>();
  private final Map<NodeId, Long> lastSeen = new LinkedHashMap<>();
  private long newest;

  public SequentialKv(StateChoice choice) {
    this.choice = choice;
  }

  @Override
  public Body handle(NodeId client, Body request) {
    KvRequest operation = KvRequest.of(request);
    long state = choice.choose(oldestFor(client), newest);
    Json seen = valueIn(state, operation.key());
    KvRequest.Result result = operation.on(seen);
    if (result.write() == null || result.write().equals(seen)) {
      lastSeen.put(client, state);
      return result.reply();
    }
    return change(client, operation);
  }

  /** A new state follows even where the newest has that value already, as in Maelstrom. */
  private Body change(NodeId client, KvRequest operation) {
    KvRequest.Result result = operation.on(valueIn(newest, operation.key()));
    newest++;
    if (result.write() != null) {
      values
          .computeIfAbsent(operation.key(), key -> new Versions())
          .add(newest, result.write(), newest - STATES + 1);
    }
    lastSeen.put(client, newest);
    return result.reply();
  }

  private @Nullable Json valueIn(long state, Json key) {
    Versions versions = values.get(key);
    return versions == null ? null : versions.at(state);
  }

  private long oldestFor(NodeId client) {
    return Math.max(lastSeen.getOrDefault(client, 0L), newest - STATES + 1);
  }
}
