package dev.tattle.core;

/** Makes a node for one incarnation: anew, or from what an earlier one kept. */
@FunctionalInterface
public interface NodeFactory {
  Node create(Environment environment);

  /**
   * This factory for the nodes of one simulated cluster. They may share what checks that they keep
   * their promises to each other.
   */
  default NodeFactory ofOneCluster() {
    return this;
  }
}
