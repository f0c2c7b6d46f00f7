package dev.tattle.crdt;

import dev.tattle.core.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of each replica's deltas somebody has: all up to this number. Absent means none.
 * Immutable. Source: Parker et al., "Detection of Mutual Inconsistency in Distributed Systems"
 * (1983).
 *
 * @param versions replica → number of its last delta, from 1
 */
public record VersionVector(SortedMap<ReplicaId, Long> versions) {
  public static final VersionVector EMPTY = new VersionVector(Collections.emptySortedMap());

  public VersionVector {
    versions = Collections.unmodifiableSortedMap(versions);
  }

  public long get(ReplicaId replica) {
    return versions.getOrDefault(replica, 0L);
  }

  /** This vector with the other's entries in place of its own, be they higher or lower. */
  public VersionVector replacing(VersionVector other) {
    SortedMap<ReplicaId, Long> merged = new TreeMap<>(versions);
    merged.putAll(other.versions);
    return new VersionVector(merged);
  }

  /** The least vector that covers both. */
  public VersionVector join(VersionVector other) {
    SortedMap<ReplicaId, Long> merged = new TreeMap<>(versions);
    other.versions.forEach((replica, version) -> merged.merge(replica, version, Math::max));
    return new VersionVector(merged);
  }

  /** True where this vector has all that the other has. */
  public boolean covers(VersionVector other) {
    return other.versions.entrySet().stream()
        .allMatch(entry -> get(entry.getKey()) >= entry.getValue());
  }

  public Json toJson() {
    Map<String, Json> fields = new LinkedHashMap<>();
    versions.forEach((replica, version) -> fields.put(replica.name(), Json.of(version)));
    return new Json.Obj(fields);
  }
}
