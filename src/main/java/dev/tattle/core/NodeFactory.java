package dev.tattle.core;

/** Makes a node for one incarnation: anew, or from what an earlier one kept. */
@FunctionalInterface
public interface NodeFactory {
  Node create(Environment environment);
}
