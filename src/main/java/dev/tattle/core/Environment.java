package dev.tattle.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All that a node may know of the world: its id, the cluster, the time, randomness and its disk.
 */
public interface Environment {
  /** This node's id. */
  NodeId self();

  /** All nodes of the cluster, including this one, in the order of {@code init}. */
  List<NodeId> nodes();

  /** All nodes of the cluster but this one. */
  default List<NodeId> peers() {
    // A loop, because a process's first lambda makes its start several milliseconds longer.
    List<NodeId> peers = new ArrayList<>(nodes());
    peers.remove(self());
    return Collections.unmodifiableList(peers);
  }

  /**
   * Nanoseconds since the Unix epoch by this node's clock. The clock never goes back within one
   * incarnation. It may differ by any amount from other nodes' clocks and from this node's clock in
   * another incarnation.
   */
  long nowNanos();

  /** The node's only source of randomness; its seed differs from incarnation to incarnation. */
  RandomGenerator random();

  /** True if the records that the node keeps survive its process. */
  default boolean isDurable() {
    return false;
  }

  /**
   * The records that earlier incarnations of this node kept: those of the last checkpoint, then
   * those appended since, oldest first. Empty if there are none. Read them while the node is
   * created; each iteration reads the disk again.
   */
  default Iterable<Json> kept() {
    return List.of();
  }
}
