package dev.tattle.runtime.cluster.http;

import java.util.function.Consumer;

/** Takes the node out of its cluster for good. */
@FunctionalInterface
public interface Leave {
  /**
   * Begins to leave.
   *
   * @param done gets the reason why the node stays; empty if it leaves
   */
  void leave(Consumer<String> done);
}
