package dev.tattle.runtime.cluster.http;

import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http2ServerConnection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections. On those beyond the limit the first request is refused, so that a client
 * reads why; when there are many of those, too, they are just closed.
 *
 * <p>Thread rule: the event loop.
 */
final class Connections {
  private static final int MAX_EXCESS = 100;
  private static final int CLOSE_SECONDS = 2;

  private static final int MOST_TOGETHER = 256;

  private final int most;
  private final Set<HttpConnection> excess = Collections.newSetFromMap(new IdentityHashMap<>());
  private int open;

  Connections(int most) {
    this.most = most;
  }

  int open() {
    return open;
  }

  void opened(HttpConnection connection) {
    open++;
    if (connection instanceof Http2ServerConnection many) {
      writeTogether(many.channel());
    }
    connection.closeHandler(
        unused -> {
          open--;
          excess.remove(connection);
        });
    if (open > most + MAX_EXCESS) {
      connection.close();
    } else if (open > most) {
      excess.add(connection);
    }
  }

  /** A connection of HTTP/2 carries many answers: one write for those of one turn of the loop. */
  private static void writeTogether(Channel channel) {
    boolean alsoBetweenReads = true;
    channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_TOGETHER, alsoBetweenReads));
  }

  /** Why a request is refused for its connection; null where it is not. */
  @Nullable HttpProblem problem(HttpServerRequest request) {
    if (excess.isEmpty() || !excess.contains(request.connection())) {
      return null;
    }
    closeAfter(request);
    return HttpProblem.unavailable("expected at most " + most + " connections; try again later");
  }

  /** Closes the connection when the request has its answer, and soon in any case. */
  static void closeAfter(HttpServerRequest request) {
    request.connection().shutdown(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
