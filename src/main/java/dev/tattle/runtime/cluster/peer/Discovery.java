package dev.tattle.runtime.cluster.peer;

import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds out where the nodes of the cluster are. There may be several, and each alone is enough; one
 * that fails says nothing, and what it said last holds.
 *
 * <p>Thread rule: the event loop.
 */
public interface Discovery {
  /**
   * Begins.
   *
   * @param found takes the addresses of the gossip of all nodes, whenever they may have changed;
   *     this node's own may be among them, and a name may stand for several nodes
   */
  void start(Consumer<Set<HostPort>> found);

  /** True where a node is to be counted at each address, also while nobody answers there. */
  default boolean areExpected() {
    return true;
  }

  /** Ends, and tells others that this node leaves, if there is anybody to tell; soon done. */
  Future<Void> stop();
}
