package dev.tattle.bench.services;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code lww-kv}: two replicas with Lamport clocks. Before each request a random replica is merged
 * into a random replica, then the request hits a random one; the later write of a key wins. {@code
 * cas} never creates a key.
 *
 * <p>Source: Maelstrom's {@code service.clj}, {@code Eventual} and {@code LWWKV}.
 */
public final class LastWriteWinsKv implements Service {
  private final RandomGenerator random;
  private final List<Replica> replicas = List.of(new Replica(), new Replica());
  // Only these keys cost anything to merge.
  private final Set<Json> differing = new LinkedHashSet<>();

  public LastWriteWinsKv(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Body handle(NodeId client, Body request) {
    KvRequest operation = withoutCreation(KvRequest.of(request));
    Replica source = anyReplica();
    Replica target = anyReplica();
    if (source != target) {
      merge(source, target);
    }
    Replica replica = anyReplica();
    KvRequest.Result result = operation.on(replica.value(operation.key()));
    if (result.write() != null) {
      replica.write(operation.key(), result.write());
      differing.add(operation.key());
    }
    return result.reply();
  }

  private Replica anyReplica() {
    return replicas.get(random.nextInt(replicas.size()));
  }

  private static KvRequest withoutCreation(KvRequest request) {
    return request instanceof KvRequest.Cas cas
        ? new KvRequest.Cas(cas.key(), cas.from(), cas.to(), false)
        : request;
  }

  private void merge(Replica source, Replica target) {
    target.clock = Math.max(source.clock, target.clock);
    differing.removeIf(key -> target.take(key, source.stamped.get(key)));
  }

  private record Stamped(long time, Json value) {}

  private static final class Replica {
    private final Map<Json, Stamped> stamped = new LinkedHashMap<>();
    private long clock;

    @Nullable Json value(Json key) {
      Stamped entry = stamped.get(key);
      return entry == null ? null : entry.value;
    }

    void write(Json key, Json value) {
      stamped.put(key, new Stamped(clock++, value));
    }

    /** Takes the other's entry unless its own is later; true where both are the same now. */
    boolean take(Json key, @Nullable Stamped theirs) {
      Stamped mine = stamped.get(key);
      if (theirs == null || (mine != null && mine.time > theirs.time)) {
        return false;
      }
      stamped.put(key, theirs);
      return true;
    }
  }
}
