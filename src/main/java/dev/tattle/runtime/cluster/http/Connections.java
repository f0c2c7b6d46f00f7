package dev.tattle.runtime.cluster.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http2ServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections, from the moment when they are opened: those that say nothing, too. At the
 * limit, the one gives way that was sent nothing for the longest time: first of those that never
 * got an answer. Where all are in use, the first request of a new connection is refused, so that
 * its client reads why; when there are many of those, too, they are just closed.
 *
 * <p>Thread rule: the event loop.
 */
final class Connections {
  /** One that got no answer for so long may have to give way; the first answer may take less. */
  static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(20);

  static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int MAX_EXCESS = 100;
  private static final int CLOSE_SECONDS = 2;
  private static final int MOST_TOGETHER = 256;

  private final int most;
  private final LongSupplier nanoTime;

  // Since when, the longest first.
  private final Map<Channel, Long> silent = new LinkedHashMap<>();
  private final Map<Channel, Long> served = new LinkedHashMap<>();
  private final Set<Channel> excess = new HashSet<>();

  Connections(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  int open() {
    return silent.size() + served.size() + excess.size();
  }

  /** What each new connection's channel begins with. */
  ChannelHandler watching() {
    return new ChannelDuplexHandler() {
      @Override
      public void channelActive(ChannelHandlerContext context) {
        opened(context.channel());
        context.fireChannelActive();
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        closed(context.channel());
        context.fireChannelInactive();
      }

      @Override
      public void flush(ChannelHandlerContext context) {
        sent(context.channel());
        context.flush();
      }
    };
  }

  private void opened(Channel channel) {
    if (silent.size() + served.size() < most || makeRoom()) {
      silent.put(channel, nanoTime.getAsLong());
    } else if (excess.size() < MAX_EXCESS) {
      excess.add(channel);
    } else {
      close(channel);
    }
  }

  private boolean makeRoom() {
    return closeFirst(silent, SILENT_NANOS) || closeFirst(served, STALE_NANOS);
  }

  private boolean closeFirst(Map<Channel, Long> since, long nanos) {
    Iterator<Map.Entry<Channel, Long>> all = since.entrySet().iterator();
    if (!all.hasNext()) {
      return false;
    }
    Map.Entry<Channel, Long> first = all.next();
    if (nanoTime.getAsLong() - first.getValue() < nanos) {
      return false;
    }
    all.remove();
    close(first.getKey());
    return true;
  }

  private static void close(Channel channel) {
    ChannelFuture unused = channel.close();
  }

  private void sent(Channel channel) {
    boolean isCounted = silent.remove(channel) != null || served.remove(channel) != null;
    if (isCounted) {
      served.put(channel, nanoTime.getAsLong());
    }
  }

  private void closed(Channel channel) {
    silent.remove(channel);
    served.remove(channel);
    excess.remove(channel);
  }

  /** A connection of HTTP/2 carries many answers: one write for those of one turn of the loop. */
  static void writeTogether(HttpConnection connection) {
    if (connection instanceof Http2ServerConnection many) {
      boolean alsoBetweenReads = true;
      many.channel()
          .pipeline()
          .addFirst(new FlushConsolidationHandler(MOST_TOGETHER, alsoBetweenReads));
    }
  }

  /** Why a request is refused for its connection; null where it is not. */
  @Nullable HttpProblem problem(HttpServerRequest request) {
    boolean isExcess =
        !excess.isEmpty()
            && request.connection() instanceof ConnectionBase base
            && excess.contains(base.channel());
    if (!isExcess) {
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
