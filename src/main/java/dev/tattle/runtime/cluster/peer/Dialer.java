package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import dev.tattle.runtime.Log;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection to one address and finds out which node is there.
 *
 * <p>Thread rule: the event loop.
 */
final class Dialer {
  private static final long FIRST_MILLIS = 50;
  private static final long MOST_MILLIS = 2_000;

  /** A connection that lived this long was a good one. The next wait is then the shortest again. */
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final HostPort address;
  private final Vertx vertx;
  private final NetClient client;
  private final Log log;
  private final Backoff backoff;
  private Consumer<NetSocket> connected = NetSocket::close;
  private @Nullable NodeId identity;
  private boolean isSelf;
  private boolean isStopped;
  private boolean hasFailed;
  private long timer = -1;

  Dialer(HostPort address, Vertx vertx, NetClient client, Log log, RandomGenerator random) {
    this.address = address;
    this.vertx = vertx;
    this.client = client;
    this.log = log;
    backoff = new Backoff(FIRST_MILLIS, MOST_MILLIS, random);
  }

  HostPort address() {
    return address;
  }

  /**
   * The node that was there last; null if nobody has answered yet or the address is this node's
   * own.
   */
  @Nullable NodeId identity() {
    return identity;
  }

  boolean isSelf() {
    return isSelf;
  }

  void identified(NodeId id) {
    identity = id;
    hasFailed = false;
  }

  /** Notes that the address is this node's own. It is not dialled any more. */
  void foundSelf() {
    isSelf = true;
  }

  /**
   * Begins to dial.
   *
   * @param taker gets each connection; must call {@link #lost} when it is closed
   */
  void dial(Consumer<NetSocket> taker) {
    connected = taker;
    dial();
  }

  private void dial() {
    if (isStopped || isSelf) {
      return;
    }
    client
        .connect(address.port(), address.host())
        .onSuccess(
            socket -> {
              if (isStopped) {
                socket.close();
              } else {
                connected.accept(socket);
              }
            })
        .onFailure(
            e -> {
              failed(String.valueOf(e.getMessage()));
              again();
            });
  }

  /** Notes that the connection is closed. The next attempt follows after a while. */
  void lost(long ageNanos) {
    if (ageNanos >= GOOD_NANOS) {
      backoff.reset();
    }
    again();
  }

  void stop() {
    isStopped = true;
    vertx.cancelTimer(timer);
  }

  /** Logs why there is no connection, once. */
  void failed(String why) {
    if (!hasFailed && !isStopped && !isSelf) {
      String text = "no node answers at " + address + " yet (" + why + "); trying again";
      log.event(Log.Level.INFO, "no-node-yet", text, "address", address, "why", why);
    }
    hasFailed = true;
  }

  private void again() {
    if (!isStopped && !isSelf) {
      timer = vertx.setTimer(backoff.nextMillis(), unused -> dial());
    }
  }
}
