package dev.tattle.core;

import org.jspecify.annotations.Nullable;

/**
 * The name of a participant: a server ({@code n0}), a client ({@code c7}) or a service ({@code
 * seq-kv}).
 *
 * @param name any text that is not empty
 */
public record NodeId(String name) implements Comparable<NodeId> {
  public NodeId {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a node id is empty");
    }
  }

  // Written out, because the JVM links a record's generated methods at their first call, which
  // makes a node's start 20 ms longer.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeId that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public int compareTo(NodeId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
