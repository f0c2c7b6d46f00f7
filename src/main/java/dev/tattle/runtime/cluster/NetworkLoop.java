package dev.tattle.runtime.cluster;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.BadFileException;
import dev.tattle.runtime.cluster.security.Sockets;
import dev.tattle.runtime.cluster.security.TlsFiles;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one event loop of a program, set up alike for all programs on the network. Its thread does
 * everything on the network.
 *
 * <p>Thread rule: for all threads except the loop's own.
 */
final class NetworkLoop {
  private static final Duration LISTEN_PATIENCE = Duration.ofSeconds(10);
  private static final long CLOSE_SECONDS = 2;
  private static final long TELL_MILLIS = 5_000;

  /**
   * Vert.x's log of errors on connections. It is turned off: the handlers of a connection get its
   * errors anyway.
   */
  private static final Logger CONNECTIONS =
      Logger.getLogger("io.vertx.core.net.impl.ConnectionBase");

  static {
    CONNECTIONS.setLevel(Level.OFF);
  }

  private final Log log;
  private final Vertx vertx =
      Vertx.builder()
          .with(
              new VertxOptions()
                  .setEventLoopPoolSize(1)
                  .setWorkerPoolSize(1)
                  .setInternalBlockingPoolSize(1)
                  .setFileSystemOptions(
                      new FileSystemOptions()
                          .setFileCachingEnabled(false)
                          .setClassPathResolvingEnabled(false)))
          .withTransport(new AcceptingTransport(channel -> sockets().accepted(channel)))
          .build();
  private final Context context = vertx.getOrCreateContext();
  private final Sockets sockets;

  private NetworkLoop(Log log, @Nullable TlsFiles tls) throws IOException, InterruptedException {
    this.log = log;
    try {
      sockets = tls == null ? Sockets.plain(vertx, log) : Sockets.secured(vertx, log, tls);
    } catch (BadFileException e) {
      close();
      throw e;
    }
    vertx.exceptionHandler(e -> log.error("unexpected error in the network thread", e));
    run(sockets::follow);
    vertx.setPeriodic(TELL_MILLIS, unused -> log.tellLeftOut());
  }

  /**
   * Starts the loop.
   *
   * @param tls null if connections are plain
   * @throws BadFileException if a TLS file can't be used
   */
  static NetworkLoop open(Log log, @Nullable TlsFiles tls)
      throws IOException, InterruptedException {
    return new NetworkLoop(log, tls);
  }

  /** The factory of its servers and clients. */
  Sockets sockets() {
    return sockets;
  }

  Vertx vertx() {
    return vertx;
  }

  Context context() {
    return context;
  }

  void run(Runnable work) {
    context.runOnContext(unused -> work.run());
  }

  /**
   * Runs work that makes a server listen, and waits until it does.
   *
   * @throws BindException if the address is in use; the message names it
   * @throws IOException if the server can't listen for another reason
   */
  <T> void listen(HostPort address, Supplier<Future<T>> work)
      throws IOException, InterruptedException {
    String problem = "cannot listen on " + address + ": ";
    try {
      await(work, LISTEN_PATIENCE);
    } catch (ExecutionException e) {
      String why = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      if (e.getCause() instanceof BindException) {
        throw new BindException(problem + why);
      }
      throw new IOException(problem + why, e);
    } catch (TimeoutException e) {
      throw new IOException(problem + "timed out after 10 s", e);
    }
  }

  /** Does this last work, waits for it at most this long, and closes the loop. */
  <T> void close(Supplier<Future<T>> work, Duration patience) throws InterruptedException {
    try {
      await(work, patience);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("not all connections were closed in order: " + e);
    }
    close();
  }

  void close() throws InterruptedException {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("the event loop was not closed in order: " + e);
    }
  }

  private <T> void await(Supplier<Future<T>> work, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    Promise<T> promise = Promise.promise();
    context.runOnContext(unused -> work.get().onComplete(promise));
    promise
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  static boolean isLoopback(HostPort address) throws IOException {
    return InetAddress.getByName(address.host()).isLoopbackAddress();
  }

  /**
   * Finds the address at which others reach the node. If the node listens at all addresses of its
   * machine, this names one of them.
   */
  static HostPort advertised(ClusterOptions options) {
    HostPort told = options.advertised();
    HostPort gossip = options.gossip();
    if (told != null) {
      return told;
    }
    try {
      return InetAddress.getByName(gossip.host()).isAnyLocalAddress()
          ? new HostPort(InetAddress.getLocalHost().getHostAddress(), gossip.port())
          : gossip;
    } catch (UnknownHostException e) {
      return gossip;
    }
  }
}
