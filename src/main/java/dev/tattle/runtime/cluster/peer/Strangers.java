package dev.tattle.runtime.cluster.peer;

import dev.tattle.runtime.Log;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Connections whose other side has not said yet who it is. There are few of them at a time. Of
 * those that others opened and this node closes, ten in ten seconds are told of, and then how many
 * more there were: strangers could fill the log.
 *
 * <p>Thread rule: the event loop.
 */
final class Strangers {
  private static final int MOST = 64;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_LINES = 10;

  private final Log log;
  private final LongAdder hostile;
  private final Set<PeerConnection> open = new HashSet<>();
  private long beganNanos = System.nanoTime();
  private int told;
  private long untold;

  /**
   * None yet.
   *
   * @param hostile counts those that never came so far as to be a connection
   */
  Strangers(Log log, LongAdder hostile) {
    this.log = log;
    this.hostile = hostile;
  }

  boolean isFull() {
    return open.size() >= MOST;
  }

  void add(PeerConnection connection) {
    open.add(connection);
  }

  /** It is known now, or closed. */
  void remove(PeerConnection connection) {
    open.remove(connection);
  }

  void closeAll(String why) {
    List.copyOf(open).forEach(connection -> connection.close(why));
  }

  /** Somebody did not get through TLS; nobody knows who. */
  void onBroken(Throwable e) {
    hostile.increment();
    refused("a stranger", String.valueOf(e.getMessage()));
  }

  /** A connection that was opened by others is closed. */
  void refused(String from, String why) {
    long nowNanos = System.nanoTime();
    if (nowNanos - beganNanos >= WINDOW_NANOS) {
      if (untold > 0) {
        log.warn(untold + " more connections were closed");
      }
      beganNanos = nowNanos;
      told = 0;
      untold = 0;
    }
    if (told < MOST_LINES) {
      told++;
      log.warn("a connection from " + from + " is closed: " + why);
    } else {
      untold++;
    }
  }
}
