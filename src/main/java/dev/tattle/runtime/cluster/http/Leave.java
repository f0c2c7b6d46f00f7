package dev.tattle.runtime.cluster.http;

import java.util.function.Consumer;

/** Takes the node out of its cluster for good. */
@FunctionalInterface
public interface Leave {
  /**
   * Begins.
   *
   * @param done takes why the node stays; empty where it goes
   */
  void leave(Consumer<String> done);
}
