package dev.tattle.bench.nemesis;

import dev.tattle.core.NodeId;
import dev.tattle.sim.SimulatedDisk;

/** Controls single nodes. */
public interface NodeControl {
  /**
   * Kills the node, which loses its memory. Nothing that it says is heard after this; messages to
   * it wait.
   */
  void kill(NodeId node);

  /** Starts a killed node. It gets its {@code init} first, then the messages that waited. */
  void restart(NodeId node);

  /** Pauses the node; does nothing to a killed one. */
  void pause(NodeId node);

  /** Ends a pause; does nothing to a node that is not paused. */
  void resume(NodeId node);

  /**
   * Sets the rate of the node's clock, in seconds shown per second.
   *
   * @throws UnsupportedOperationException if nodes have no clocks of their own
   */
  void setClockRate(NodeId node, double rate);

  /**
   * The node's disk.
   *
   * @throws UnsupportedOperationException if nodes have no disks of their own
   */
  SimulatedDisk disk(NodeId node);
}
