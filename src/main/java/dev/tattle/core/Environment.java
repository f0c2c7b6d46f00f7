package dev.tattle.core;

import java.util.List;
import java.util.random.RandomGenerator;

/** What a node may know of the world. */
public interface Environment {
  /** This node's id. */
  NodeId self();

  /**
   * All nodes of the cluster, this one among them, in the order in which {@code init} named them.
   */
  List<NodeId> nodes();

  /** All nodes of the cluster but this one. */
  default List<NodeId> peers() {
    return nodes().stream().filter(node -> !node.equals(self())).toList();
  }

  /**
   * Nanoseconds since the Unix epoch by this node's clock. Within one life of the node it never
   * goes back; other nodes' clocks, and this node's in another life, may differ by any amount.
   */
  long nowNanos();

  /** The node's only source of randomness; its seed differs from life to life. */
  RandomGenerator random();
}
