package dev.tattle.runtime.cluster.peer;

import dev.tattle.runtime.Log;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Connections whose other side has not said yet who it is. Of those that others opened there are
 * few at a time: the oldest gives way, as who is honest says at once who it is. Of those that
 * others opened and this node closes, ten in ten seconds are told of, and then how many more there
 * were: strangers could fill the log.
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
   * None yet.
   *
   * @param hostile counts those that never came so far as to be a connection
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
      accepted.iterator().next().close("more than " + MOST + " have not said who they are");
    }
    accepted.add(connection);
  }

  /** It is known now, or closed. */
  void remove(PeerConnection connection) {
    accepted.remove(connection);
    dialled.remove(connection);
  }

  void closeAll(String why) {
    List.copyOf(accepted).forEach(connection -> connection.close(why));
    List.copyOf(dialled).forEach(connection -> connection.close(why));
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
        String text = untold + " more connections were closed";
        log.event(Log.Level.WARN, "connections-refused", text, "count", untold);
      }
      beganNanos = nowNanos;
      told = 0;
      untold = 0;
    }
    if (told < MOST_LINES) {
      told++;
      String text = "a connection from " + from + " is closed: " + why;
      log.event(Log.Level.WARN, "connection-refused", text, "from", from, "why", why);
    } else {
      untold++;
    }
  }
}
