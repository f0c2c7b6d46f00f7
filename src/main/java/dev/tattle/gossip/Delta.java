package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.List;

/**
 * A run of one replica's deltas, joined: whoever has the replica's deltas up to {@code after} has
 * them up to {@code version} once this is joined.
 *
 * @param after the number of the last delta that the receiver must already have; 0 for none
 * @param version the number of the last delta in this run; greater than {@code after}
 * @param content what the store that made it understands
 */
public record Delta(ReplicaId origin, long after, long version, Json content) {
  /** No replica writes so many; whoever says so would make the next number overflow. */
  private static final long LAST = 1L << 62;

  public Delta {
    if (after < 0 || version <= after) {
      throw new IllegalArgumentException("versions are out of order: " + after + ", " + version);
    }
  }

  /** {@code [replica, after, version, content]}. */
  public Json toJson() {
    return Json.array(Json.of(origin.name()), Json.of(after), Json.of(version), content);
  }

  /**
   * Reads {@link #toJson}.
   *
   * @throws IllegalArgumentException at anything else
   */
  public static Delta fromJson(Json json) {
    if (json instanceof Json.Arr delta
        && delta.items().size() == 4
        && delta.items().get(0) instanceof Json.Text origin
        && delta.items().get(1) instanceof Json.Int after
        && delta.items().get(2) instanceof Json.Int version
        && after.value() >= 0
        && version.value() > after.value()
        && version.value() <= LAST) {
      ReplicaId replica = new ReplicaId(origin.value());
      return new Delta(replica, after.value(), version.value(), delta.items().get(3));
    }
    throw new IllegalArgumentException("expected [replica,after,version,content]");
  }

  /** What somebody has once these are joined, of the replicas at hand. */
  static VersionVector versions(List<Delta> deltas) {
    VersionVector.Builder versions = new VersionVector.Builder(deltas.size());
    for (Delta delta : deltas) {
      versions.put(delta.origin(), delta.version());
    }
    return versions.build();
  }
}
