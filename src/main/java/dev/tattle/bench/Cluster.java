package dev.tattle.bench;

import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import java.util.function.Consumer;

/** The nodes under test, whatever runs them. */
public interface Cluster {
  /**
   * Starts all nodes and attaches them to the network. They are not initialised.
   *
   * @param problems is told, as an event of the run's scheduler, what goes wrong with a node
   */
  void start(Network network, Consumer<Problem> problems);

  /** True where what is sent is decoded anew, so that equal values are kept once for each. */
  default boolean decodesMessages() {
    return true;
  }

  /**
   * What can be done to its nodes.
   *
   * @throws UnsupportedOperationException where they can only be cut off
   */
  default Control control() {
    throw new UnsupportedOperationException("faults of nodes in " + getClass().getSimpleName());
  }

  /** Faults of single nodes. */
  interface Control {
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
  }
}
