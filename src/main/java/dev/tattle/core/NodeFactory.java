package dev.tattle.core;

/**
 * Creates a node for one incarnation, from nothing or from the records that earlier incarnations
 * kept.
 */
@FunctionalInterface
public interface NodeFactory {
  /**
   * Creates the node.
   *
   * @throws RequestException if the records on disk are of another kind of node
   */
  Node create(Environment environment);

  /**
   * Returns the factory for the nodes of one simulated cluster. Those nodes may share a check that
   * they keep their promises to each other.
   */
  default NodeFactory ofOneCluster() {
    return this;
  }
}
