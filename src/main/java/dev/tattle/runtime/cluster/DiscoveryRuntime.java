package dev.tattle.runtime.cluster;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.http.HttpFace;
import dev.tattle.runtime.cluster.http.Routes;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.registry.Registry;
import dev.tattle.runtime.cluster.security.Secrets;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a discovery server: nodes register with it, and it lists them.
 *
 * <p>Thread rule: for all threads.
 */
public final class DiscoveryRuntime {
  private final HostPort address;
  private final NetworkLoop loop;
  private final HttpFace face;
  private final Milestones milestones;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean isStopping = new AtomicBoolean();

  private DiscoveryRuntime(
      HostPort address, NetworkLoop loop, HttpFace face, Milestones milestones) {
    this.address = address;
    this.loop = loop;
    this.face = face;
    this.milestones = milestones;
  }

  /**
   * Starts a server. It serves when this returns.
   *
   * @param expiry how long a node is listed after its last heartbeat
   * @throws dev.tattle.runtime.cluster.security.BadFileException if a file can't be used
   * @throws IOException if the server can't listen at the address; the message says why
   */
  public static DiscoveryRuntime start(
      HostPort address, Duration expiry, SecurityOptions security, Log log)
      throws IOException, InterruptedException {
    log.setNode("discovery");
    Secrets secrets = Secrets.read(log, security);
    Exposure.toClients(address, security, log);
    NetworkLoop loop = NetworkLoop.open(log, security.tls());
    HttpFace face =
        Routes.discovery(loop.sockets(), log, secrets.doorkeeper(), new Registry(expiry));
    loop.run(() -> secrets.follow(loop.vertx()));
    DiscoveryRuntime runtime = new DiscoveryRuntime(address, loop, face, new Milestones(log));
    boolean isLoopback = NetworkLoop.isLoopback(address);
    try {
      runtime.loop.listen(address, () -> runtime.face.listen(address, isLoopback));
    } catch (IOException e) {
      runtime.loop.close();
      throw e;
    }
    runtime.milestones.started(runtime.url());
    return runtime;
  }

  /** The address at which it listens. */
  public HostPort address() {
    return new HostPort(address.host(), face.port());
  }

  /** The URL at which it listens. */
  public String url() {
    return loop.sockets().scheme() + "://" + address();
  }

  /** Runs until it is stopped. */
  public void run() throws InterruptedException {
    closed.await();
  }

  /** Stops once the open requests are answered, but at the latest after this time. */
  public void stop(Duration patience) throws InterruptedException {
    if (isStopping.getAndSet(true)) {
      closed.await();
      return;
    }
    long beganNanos = System.nanoTime();
    milestones.stopping();
    loop.close(() -> face.stop(patience.toMillis()), patience.multipliedBy(2));
    milestones.stopped(true, Duration.ofNanos(System.nanoTime() - beganNanos));
    closed.countDown();
  }
}
