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
 * Limits the connections. It counts a connection from the moment it opens, even if it stays silent.
 * At the limit, it closes the connection to which nothing was sent for the longest time. It first
 * chooses among those that never got an answer. If all are in use, it refuses the first request of
 * a new connection, so that the client learns why. If there are many such connections too, it
 * closes them at once.
 *
 * <p>Thread rule: the event loop.
 */
final class Connections {
  /**
   * How long after its last answer a connection may be closed for a new one. A connection without
   * any answer may be closed after {@link #SILENT_NANOS}.
   */
  static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(20);

  static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int MAX_EXCESS = 100;
  private static final int CLOSE_SECONDS = 2;
  private static final int MOST_TOGETHER = 256;

  private final int most;
  private final LongSupplier nanoTime;

  // The time since when, longest first.
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

  /** Creates the first handler of each new connection's channel. */
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

  /** Makes an HTTP/2 connection write all answers of one turn of the event loop together. */
  static void writeTogether(HttpConnection connection) {
    if (connection instanceof Http2ServerConnection many) {
      boolean alsoBetweenReads = true;
      many.channel()
          .pipeline()
          .addFirst(new FlushConsolidationHandler(MOST_TOGETHER, alsoBetweenReads));
    }
  }

  /** The problem if the request's connection is one too many; else null. */
  @Nullable HttpProblem problem(HttpServerRequest request) {
    boolean isExcess =
        !excess.isEmpty()
            && request.connection() instanceof ConnectionBase base
            && excess.contains(base.channel());
    if (!isExcess) {
      return null;
    }
    closeAfter(request);
    return HttpProblem.unavailable("all " + most + " connections are in use; try again later");
  }

  /** Closes the connection once the request has its answer, and soon in any case. */
  static void closeAfter(HttpServerRequest request) {
    request.connection().shutdown(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
