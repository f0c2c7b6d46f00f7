package dev.tattle.bench.nemesis;

import dev.tattle.core.NodeId;
import dev.tattle.sim.SimulatedDisk;

/** What can be done to single nodes. */
public interface NodeControl {
  /**
   * Ends the node, and with it what it had in memory. Nothing that it says is heard after this;
   * what is sent to it waits.
   */
  void kill(NodeId node);

  /** Starts a node that was killed. It gets its {@code init} first, then what has waited. */
  void restart(NodeId node);

  /** Stops the node where it is; does nothing to one that is killed. */
  void pause(NodeId node);

  /** Lets a node go on; does nothing to one that is not paused. */
  void resume(NodeId node);

  /**
   * Lets the node's clock show so many seconds for one that passes.
   *
   * @throws UnsupportedOperationException where nodes have no clocks of their own
   */
  void setClockRate(NodeId node, double rate);

  /**
   * The node's disk.
   *
   * @throws UnsupportedOperationException where nodes have no disks of their own
   */
  SimulatedDisk disk(NodeId node);
}
