package dev.tattle.runtime.cluster.peer;

import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Addresses that somebody has written down.
 *
 * @param areExpected true where a node is to be counted at each; false where one may be there, that
 *     tells of the others
 */
public record StaticPeers(Set<HostPort> addresses, boolean areExpected) implements Discovery {
  @Override
  public void start(Consumer<Set<HostPort>> found) {
    found.accept(addresses);
  }

  @Override
  public Future<Void> stop() {
    return Future.succeededFuture(); // Nobody was told that this node is there.
  }
}
