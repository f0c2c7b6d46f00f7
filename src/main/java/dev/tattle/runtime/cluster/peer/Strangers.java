package dev.tattle.runtime.cluster.peer;

import dev.tattle.runtime.Log;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Holds the connections whose other side has not yet said who it is. Only a few of them may have
 * been opened by others at a time. The oldest is closed to make room, because an honest node says
 * hello at once. Closing such connections is logged at most ten times in ten seconds, and then as a
 * count, so that strangers cannot fill the log.
 *
 * <p>Thread rule: the event loop.
 */
final class Strangers {
  private static final int MOST = 64;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_LINES = 10;

  private final Log log;
  private final LongAdder hostile;
  private final Set<PeerConnection> accepted = new LinkedHashSet<>();
  private final Set<PeerConnection> dialled = new HashSet<>();
  private long beganNanos = System.nanoTime();
  private int told;
  private long untold;

  /**
   * Starts without connections.
   *
   * @param hostile counts the attempts that failed before there was a connection
   */
  Strangers(Log log, LongAdder hostile) {
    this.log = log;
    this.hostile = hostile;
  }

  void add(PeerConnection connection) {
    if (!connection.isAccepted()) {
      dialled.add(connection);
      return;
    }
    if (accepted.size() >= MOST) {
      accepted
          .iterator()
          .next()
          .close("more than " + MOST + " connections have not identified themselves");
    }
    accepted.add(connection);
  }

  /** Removes a connection that has said hello or is closed. */
  void remove(PeerConnection connection) {
    accepted.remove(connection);
    dialled.remove(connection);
  }

  void closeAll(String why) {
    List.copyOf(accepted).forEach(connection -> connection.close(why));
    List.copyOf(dialled).forEach(connection -> connection.close(why));
  }

  /** Notes a failed TLS handshake. Nobody knows whose it was. */
  void onBroken(Throwable e) {
    hostile.increment();
    refused("a stranger", String.valueOf(e.getMessage()));
  }

  /** Logs that a connection opened by another side was closed. */
  void refused(String from, String why) {
    long nowNanos = System.nanoTime();
    if (nowNanos - beganNanos >= WINDOW_NANOS) {
      if (untold > 0) {
        String text = untold + " more connections were closed";
        log.event(Log.Level.WARN, "connections-refused", text, "count", untold);
      }
      beganNanos = nowNanos;
      told = 0;
      untold = 0;
    }
    if (told < MOST_LINES) {
      told++;
      String text = "closed a connection from " + from + ": " + why;
      log.event(Log.Level.WARN, "connection-refused", text, "from", from, "why", why);
    } else {
      untold++;
    }
  }
}
