package dev.tattle.bench;

import dev.tattle.bench.history.Problem;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The nodes under test, as simulated nodes, processes or servers. */
public interface Cluster {
  /**
   * Starts all nodes and attaches them to the network. It does not initialise them.
   *
   * @param problems hears, as an event of the run's scheduler, of problems with nodes
   */
  void start(Network network, Consumer<Problem> problems);

  /**
   * True if each message is decoded anew. Then equal values are different objects, and the history
   * keeps one of them.
   */
  default boolean decodesMessages() {
    return true;
  }

  /** The last output of a node, as details of a problem; empty if nothing records it. */
  default Map<String, Json> said(NodeId node) {
    return Map.of();
  }

  /** The time within which the end of a node is noticed. */
  default Duration lastLook() {
    return Duration.ZERO;
  }

  /** The problems that show only at the end: lines that nodes began and never ended. */
  default List<Problem> leftUnsaid() {
    return List.of();
  }

  /**
   * Controls single nodes.
   *
   * @throws UnsupportedOperationException if nodes can only be cut off
   */
  default NodeControl control() {
    throw new UnsupportedOperationException("faults of nodes in " + getClass().getSimpleName());
  }
}
