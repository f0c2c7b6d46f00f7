package dev.tattle.runtime.cluster.peer;

import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the addresses of the cluster's nodes. There may be several discoveries, and each alone is
 * enough. If one fails, its last result stays valid.
 *
 * <p>Thread rule: the event loop.
 */
public interface Discovery {
  /**
   * Begins to search.
   *
   * @param found gets the gossip addresses of all nodes whenever they may have changed; this node's
   *     own may be among them, and a name may stand for several nodes
   */
  void start(Consumer<Set<HostPort>> found);

  /** Tells whether a node is expected at each address, even while nobody answers there. */
  default boolean areExpected() {
    return true;
  }

  /**
   * Stops, and tells others that this node leaves, if there is anybody to tell. The future
   * completes soon.
   */
  Future<Void> stop();
}
