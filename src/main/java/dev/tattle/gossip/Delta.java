package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.List;

/**
 * A run of consecutive deltas of one replica, joined into one. A node that has the replica's deltas
 * up to {@code after} has them up to {@code version} once it has joined this one.
 *
 * @param after the number of the last delta that the receiver must already have; 0 for none
 * @param version the number of the last delta in this run; greater than {@code after}
 * @param content the data, in the format of the store that made it
 */
public record Delta(ReplicaId origin, long after, long version, Json content) {
  /** No replica writes more deltas than this. A higher number could make the next one overflow. */
  private static final long LAST = 1L << 62;

  public Delta {
    if (after < 0 || version <= after) {
      throw new IllegalArgumentException("versions are out of order: " + after + ", " + version);
    }
  }

  /** The delta as JSON: {@code [replica, after, version, content]}. */
  public Json toJson() {
    return Json.array(Json.of(origin.name()), Json.of(after), Json.of(version), content);
  }

  /**
   * Reads the output of {@link #toJson}.
   *
   * @throws IllegalArgumentException if it is anything else
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

  /** The versions that a node has once it has joined these deltas, for their replicas only. */
  static VersionVector versions(List<Delta> deltas) {
    VersionVector.Builder versions = new VersionVector.Builder(deltas.size());
    for (Delta delta : deltas) {
      versions.put(delta.origin(), delta.version());
    }
    return versions.build();
  }
}
