package dev.tattle.crdt;

import dev.tattle.core.Environment;
import org.jspecify.annotations.Nullable;

/**
 * The writer of deltas: one node in one life.
 *
 * <p>A node that comes back without its memory would number its deltas from 1 again, under numbers
 * that others already know. As it writes under a new id in each life, no number is ever used twice,
 * and it may write at once, whatever it still remembers. The price is one entry a restart in
 * version vectors and counters.
 *
 * @param name {@code node:life}; the node's name is in it for people, nothing parses it
 */
public record ReplicaId(String name) implements Comparable<ReplicaId> {
  // Among a million lives of one node, two are the same with probability 10^-7.
  private static final long LIVES = 1L << 62;

  /** An id that no other life has. */
  public static ReplicaId fresh(Environment environment) {
    long life = environment.random().nextLong(LIVES);
    return new ReplicaId(environment.self() + ":" + Long.toString(life, Character.MAX_RADIX));
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
