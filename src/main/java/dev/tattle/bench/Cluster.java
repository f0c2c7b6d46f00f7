package dev.tattle.bench;

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
}
