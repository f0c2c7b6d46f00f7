package dev.tattle.crdt;

import dev.tattle.core.Json;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says how many deltas of each replica a node has: all up to a number. A replica without an entry
 * counts as 0. Immutable. Source: Parker et al., "Detection of Mutual Inconsistency in Distributed
 * Systems" (1983).
 *
 * <p>It holds two arrays in the order of the replicas. Nodes join and compare vectors with every
 * message, and merging arrays costs a tenth of building a tree.
 */
public final class VersionVector {
  /** The vector without entries. */
  public static final VersionVector EMPTY = new VersionVector(Collections.emptySortedMap());

  private final ReplicaId[] replicas;
  private final long[] numbers;

  /** Makes a vector from a map of replica → number of its last delta, from 1. */
  public VersionVector(SortedMap<ReplicaId, Long> versions) {
    replicas = new ReplicaId[versions.size()];
    numbers = new long[versions.size()];
    int count = 0;
    for (Map.Entry<ReplicaId, Long> entry : versions.entrySet()) {
      replicas[count] = entry.getKey();
      numbers[count++] = entry.getValue();
    }
  }

  private VersionVector(ReplicaId[] replicas, long[] numbers) {
    this.replicas = replicas;
    this.numbers = numbers;
  }

  /**
   * Builds a vector from its entries. It need not sort them if they come in the order of their
   * replicas.
   */
  public static final class Builder {
    private final ReplicaId[] replicas;
    private final long[] numbers;
    private int count;
    private boolean isInOrder = true;

    /** Makes a builder for at most this many entries. */
    public Builder(int most) {
      replicas = new ReplicaId[most];
      numbers = new long[most];
    }

    /** Adds an entry. If a replica comes twice, the later number counts. */
    public void put(ReplicaId replica, long number) {
      isInOrder &= count == 0 || replicas[count - 1].compareTo(replica) < 0;
      replicas[count] = replica;
      numbers[count++] = number;
    }

    /** Builds the vector. The builder must not be used afterwards. */
    public VersionVector build() {
      if (isInOrder && count == replicas.length) {
        return new VersionVector(replicas, numbers);
      }
      SortedMap<ReplicaId, Long> versions = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        versions.put(replicas[i], numbers[i]);
      }
      return new VersionVector(versions);
    }
  }

  /** The entries as a map of replica → number of its last delta. */
  public SortedMap<ReplicaId, Long> versions() {
    SortedMap<ReplicaId, Long> versions = new TreeMap<>();
    for (int i = 0; i < replicas.length; i++) {
      versions.put(replicas[i], numbers[i]);
    }
    return Collections.unmodifiableSortedMap(versions);
  }

  /** True if it has no entry. */
  public boolean isEmpty() {
    return replicas.length == 0;
  }

  /** The number of the replica's last delta; 0 for none. */
  public long get(ReplicaId replica) {
    return get(replica, 0);
  }

  /**
   * The number of the replica's last delta; 0 for none. A right guess finds it at once.
   *
   * @param guess the replica's place in another vector, because most vectors have the same replicas
   */
  public long get(ReplicaId replica, int guess) {
    if (guess < replicas.length && replicas[guess].equals(replica)) {
      return numbers[guess];
    }
    int place = Arrays.binarySearch(replicas, replica);
    return place < 0 ? 0 : numbers[place];
  }

  /** This vector with the other's entries in place of its own, whether they are higher or lower. */
  public VersionVector replacing(VersionVector other) {
    return merged(other, false);
  }

  /** The least vector that covers both. */
  public VersionVector join(VersionVector other) {
    return merged(other, true);
  }

  /** True if this vector has all that the other has. */
  public boolean covers(VersionVector other) {
    if (other.numbers == numbers) {
      return true;
    }
    int i = 0;
    for (int j = 0; j < other.replicas.length; j++) {
      while (i < replicas.length && compare(replicas[i], other.replicas[j]) < 0) {
        i++;
      }
      boolean isHere = i < replicas.length && replicas[i].equals(other.replicas[j]);
      if ((isHere ? numbers[i++] : 0) < other.numbers[j]) {
        return false;
      }
    }
    return true;
  }

  /** The vector as JSON: {@code {"replica":number,…}}. */
  public Json toJson() {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = 0; i < replicas.length; i++) {
      fields.put(replicas[i].name(), Json.of(numbers[i]));
    }
    return new Json.Obj(fields);
  }

  /**
   * Reads the output of {@link #toJson}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static VersionVector fromJson(Json json) {
    if (!(json instanceof Json.Obj object)) {
      throw new IllegalArgumentException("expected {replica: version}, not " + json.kind());
    }
    Builder versions = new Builder(object.fields().size());
    for (Map.Entry<String, Json> entry : object.fields().entrySet()) {
      if (!(entry.getValue() instanceof Json.Int version) || version.value() < 0) {
        throw new IllegalArgumentException("'" + entry.getKey() + "' is not");
      }
      versions.put(new ReplicaId(entry.getKey()), version.value());
    }
    return versions.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VersionVector that
        && Arrays.equals(replicas, that.replicas)
        && Arrays.equals(numbers, that.numbers);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(replicas) + Arrays.hashCode(numbers);
  }

  @Override
  public String toString() {
    return versions().toString();
  }

  /** Merges both. If both have a replica, the higher number counts, or else the other's number. */
  private VersionVector merged(VersionVector other, boolean higher) {
    VersionVector changed = changed(other, higher);
    if (changed != null) {
      return changed;
    }
    ReplicaId[] mergedReplicas = new ReplicaId[replicas.length + other.replicas.length];
    long[] mergedNumbers = new long[mergedReplicas.length];
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < replicas.length || j < other.replicas.length) {
      int order =
          i == replicas.length
              ? 1
              : j == other.replicas.length ? -1 : compare(replicas[i], other.replicas[j]);
      mergedReplicas[count] = order <= 0 ? replicas[i] : other.replicas[j];
      long here = order <= 0 ? numbers[i++] : 0;
      long there = order >= 0 ? other.numbers[j++] : 0;
      mergedNumbers[count++] = order == 0 && !higher ? there : Math.max(here, there);
    }
    return new VersionVector(
        Arrays.copyOf(mergedReplicas, count), Arrays.copyOf(mergedNumbers, count));
  }

  /** Merges both if this vector has all of the other's replicas, as is usual; else null. */
  private @Nullable VersionVector changed(VersionVector other, boolean higher) {
    long[] changed = numbers.clone();
    int j = 0;
    for (int i = 0; i < replicas.length && j < other.replicas.length; i++) {
      if (replicas[i].equals(other.replicas[j])) {
        changed[i] = higher ? Math.max(numbers[i], other.numbers[j]) : other.numbers[j];
        j++;
      }
    }
    return j == other.replicas.length ? new VersionVector(replicas, changed) : null;
  }

  /** Tests equality first: most compared replicas are equal, and equality is cheaper than order. */
  private static int compare(ReplicaId a, ReplicaId b) {
    return a.equals(b) ? 0 : a.compareTo(b);
  }
}
