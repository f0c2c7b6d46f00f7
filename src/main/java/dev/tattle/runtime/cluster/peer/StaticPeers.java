package dev.tattle.runtime.cluster.peer;

import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A fixed list of addresses, given by options.
 *
 * @param areExpected true if a node is expected at each address; false if a node may be there and
 *     name the others
 */
public record StaticPeers(Set<HostPort> addresses, boolean areExpected) implements Discovery {
  @Override
  public void start(Consumer<Set<HostPort>> found) {
    found.accept(addresses);
  }

  @Override
  public Future<Void> stop() {
    return Future.succeededFuture(); // Nobody was told about this node.
  }
}
