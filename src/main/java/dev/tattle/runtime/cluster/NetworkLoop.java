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
 * One event loop, set up alike for all programs on the network: everything on the network is its
 * thread's.
 *
 * <p>Thread rule: for all threads but the loop's own.
 */
final class NetworkLoop {
  private static final Duration LISTEN_PATIENCE = Duration.ofSeconds(10);
  private static final long CLOSE_SECONDS = 2;
  private static final long TELL_MILLIS = 5_000;

  /** It would print what clients do wrong, and those who have the connection are told anyway. */
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
    vertx.exceptionHandler(e -> log.error("the network's thread met what it did not expect", e));
    run(sockets::follow);
    vertx.setPeriodic(TELL_MILLIS, unused -> log.tellLeftOut());
  }

  /**
   * Begins.
   *
   * @param tls null where connections are plain
   * @throws BadFileException where a file of TLS can't be used
   */
  static NetworkLoop open(Log log, @Nullable TlsFiles tls)
      throws IOException, InterruptedException {
    return new NetworkLoop(log, tls);
  }

  /** What makes its servers and clients. */
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
   * Waits until something listens.
   *
   * @throws BindException where the address is taken; says which
   * @throws IOException where it can't be listened on for another reason
   */
  <T> void listen(HostPort address, Supplier<Future<T>> work)
      throws IOException, InterruptedException {
    String problem = address + " can't be listened on: ";
    try {
      await(work, LISTEN_PATIENCE);
    } catch (ExecutionException e) {
      String why = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      if (e.getCause() instanceof BindException) {
        throw new BindException(problem + why);
      }
      throw new IOException(problem + why, e);
    } catch (TimeoutException e) {
      throw new IOException(problem + "nothing happened in 10 s", e);
    }
  }

  /** Does this last work, waits for it no longer than that, and closes the loop. */
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

  /** Where a node listens at all addresses, others need one of them. */
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
