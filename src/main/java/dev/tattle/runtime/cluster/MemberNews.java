package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.Roster;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells the node who its members are. Repeats each list until the node has accepted it or a newer
 * list exists.
 *
 * <p>Thread rule: the event loop, except {@link #stop}.
 */
final class MemberNews implements Roster.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long AGAIN_MILLIS = 100;

  private final Vertx vertx;
  private final Log log;
  private final NodePort node;
  private long told;
  private volatile boolean isStopped;

  MemberNews(Vertx vertx, Log log, NodePort node) {
    this.vertx = vertx;
    this.log = log;
    this.node = node;
  }

  /** Stops the repetition. For all threads. */
  void stop() {
    isStopped = true;
  }

  @Override
  public void changed(Set<NodeId> ids, int size) {
    tell(ids, size, ++told);
  }

  private void tell(Set<NodeId> ids, int size, long number) {
    List<Json> names = new ArrayList<>();
    ids.forEach(id -> names.add(Json.of(id)));
    node.askAsNode(
        Body.of("members", "members", Json.array(names), "size", Json.of(size)),
        PATIENCE,
        answer -> {
          if (answer.type().equals("error") && number == told && !isStopped) {
            log.debug("the node has not taken its members: " + answer);
            vertx.setTimer(AGAIN_MILLIS, unused -> tell(ids, size, number));
          }
        });
  }
}
