package dev.tattle.bench;

import dev.tattle.bench.history.Problem;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import java.util.List;
import java.util.Map;
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
   * What a node said last, as details of a problem; empty where nobody writes down what is said.
   */
  default Map<String, Json> said(NodeId node) {
    return Map.of();
  }

  /** The problems that show only at the end: what nodes began to say and never ended. */
  default List<Problem> leftUnsaid() {
    return List.of();
  }

  /**
   * What can be done to its nodes.
   *
   * @throws UnsupportedOperationException where they can only be cut off
   */
  default NodeControl control() {
    throw new UnsupportedOperationException("faults of nodes in " + getClass().getSimpleName());
  }
}
