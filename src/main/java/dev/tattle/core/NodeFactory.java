package dev.tattle.core;

/** Makes a node for one life. */
@FunctionalInterface
public interface NodeFactory {
  Node create(Environment environment);
}
