package dev.tattle.crdt;

import dev.tattle.core.Environment;
import org.jspecify.annotations.Nullable;

/**
 * The id of a replica, which writes deltas: one incarnation of a node, or several that share a
 * disk.
 *
 * <p>A node that restarts without its state would number its deltas from 1 again, but other nodes
 * already know these numbers. It therefore writes under a new id. No number is used twice, and the
 * node may write at once. The price is one entry for each such restart in version vectors and
 * counters.
 *
 * @param name {@code node:incarnation}
 */
public record ReplicaId(String name) implements Comparable<ReplicaId> {
  // Among a million incarnations of one node, two share a number with probability 10^-7.
  private static final long INCARNATIONS = 1L << 62;

  /** Makes a random id that no other incarnation has. */
  public static ReplicaId fresh(Environment environment) {
    long incarnation = environment.random().nextLong(INCARNATIONS);
    return new ReplicaId(
        environment.self() + ":" + Long.toString(incarnation, Character.MAX_RADIX));
  }

  /** The name of the node. */
  public String node() {
    return name.substring(0, Math.max(0, name.lastIndexOf(':')));
  }

  // Written out for the reason given in NodeId.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReplicaId that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public int compareTo(ReplicaId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
