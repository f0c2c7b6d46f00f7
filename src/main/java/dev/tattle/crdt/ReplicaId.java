package dev.tattle.crdt;

import dev.tattle.core.Environment;
import org.jspecify.annotations.Nullable;

/**
 * The writer of deltas: one incarnation of a node.
 *
 * <p>A node that comes back without its memory would number its deltas from 1 again, under numbers
 * that others already know. As it writes under a new id in each incarnation, no number is ever used
 * twice, and it may write at once, whatever it still remembers. The price is one entry a restart in
 * version vectors and counters.
 *
 * @param name {@code node:incarnation}
 */
public record ReplicaId(String name) implements Comparable<ReplicaId> {
  // Among a million incarnations of one node, two are the same with probability 10^-7.
  private static final long INCARNATIONS = 1L << 62;

  /** An id that no other incarnation has. */
  public static ReplicaId fresh(Environment environment) {
    long incarnation = environment.random().nextLong(INCARNATIONS);
    return new ReplicaId(
        environment.self() + ":" + Long.toString(incarnation, Character.MAX_RADIX));
  }

  /** The name of the node that it is an incarnation of. */
  public String node() {
    return name.substring(0, Math.max(0, name.lastIndexOf(':')));
  }

  // Written out for the reason that NodeId gives.
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
