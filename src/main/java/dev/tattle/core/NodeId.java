package dev.tattle.core;

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

  @Override
  public int compareTo(NodeId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
