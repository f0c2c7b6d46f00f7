package dev.tattle.core;

import java.util.ArrayList;
import java.util.Collections;
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
    // A loop: the first lambda of a process costs it several milliseconds of its start.
    List<NodeId> peers = new ArrayList<>(nodes());
    peers.remove(self());
    return Collections.unmodifiableList(peers);
  }

  /**
   * Nanoseconds since the Unix epoch by this node's clock. Within one incarnation it never goes
   * back; other nodes' clocks, and this node's in another incarnation, may differ by any amount.
   */
  long nowNanos();

  /** The node's only source of randomness; its seed differs from incarnation to incarnation. */
  RandomGenerator random();

  /** True where what the node keeps survives its process. */
  default boolean isDurable() {
    return false;
  }

  /**
   * What earlier incarnations of this node kept: the records of the last checkpoint, then those
   * appended since, oldest first. Empty where there is nothing. To be read while the node is
   * created; each iteration reads the disk anew.
   */
  default Iterable<Json> kept() {
    return List.of();
  }
}
