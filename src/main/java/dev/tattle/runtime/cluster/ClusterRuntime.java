package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.NodeCrashException;
import dev.tattle.runtime.cluster.http.CounterRouter;
import dev.tattle.runtime.cluster.http.HttpFace;
import dev.tattle.runtime.cluster.http.KnownNames;
import dev.tattle.runtime.cluster.http.NodeFacts;
import dev.tattle.runtime.cluster.node.CounterEngine;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.Discovery;
import dev.tattle.runtime.cluster.peer.DiscoveryCalls;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.peer.PeerCounts;
import dev.tattle.runtime.cluster.peer.PeerIdentity;
import dev.tattle.runtime.cluster.peer.PeerNetwork;
import dev.tattle.runtime.cluster.peer.RegisteredPeers;
import dev.tattle.runtime.cluster.peer.StaticPeers;
import dev.tattle.runtime.cluster.security.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs a node on the network. One event loop serves clients and other nodes; each kind of counters
 * has a thread of its own ({@link HostedNode}). If one of these threads crashes, all end.
 *
 * <p>Thread rule: {@link #start} and {@link #run} once, on any thread; the other methods on any
 * thread, at any time.
 */
public final class ClusterRuntime {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
  private static final long EXPIRE_MILLIS = 100;

  private final ClusterOptions options;
  private final Secrets secrets;
  private final Log log;
  private final Milestones milestones;
  private final NetworkLoop network;
  private final Vertx vertx;
  private final Metrics metrics = new Metrics();
  private final PeerCounts counts = PeerCounts.in(metrics);
  private final List<HostedNode> nodes;
  private final PeerNetwork peers;
  private final Leaving leaving;
  private final KnownNames names;
  private final HttpFace face;
  private final BlockingQueue<HostedNode> ended = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean isStopping = new AtomicBoolean();
  private final AtomicBoolean isClosing = new AtomicBoolean();
  private volatile String notReady = "the node is starting";
  private int starting;

  private ClusterRuntime(ClusterOptions options, Secrets secrets, NetworkLoop network) {
    this.options = options;
    this.secrets = secrets;
    log = options.runtime().log();
    milestones = new Milestones(log);
    this.network = network;
    vertx = network.vertx();
    nodes =
        options.nodes().stream()
            .map(what -> new HostedNode(what, options, network, metrics))
            .toList();
    starting = nodes.size();
    peers =
        new PeerNetwork(
            network.context(),
            log,
            network.sockets(),
            identity(),
            this::taker,
            counts,
            options.membership(),
            (ids, size) -> nodes.forEach(node -> node.news().changed(ids, size)));
    leaving =
        new Leaving(
            vertx,
            milestones,
            nodes.stream().map(HostedNode::port).toList(),
            peers.members(),
            this::stop);
    NodePort strong = nodes.size() > 1 ? nodes.get(1).port() : null;
    names = new KnownNames(vertx, strong == null ? CounterEngine.NONE : strong);
    face = face(nodes.get(0), strong);
    metrics.gauge("tattle_strong_counters", "Strong counters at this node.", names::size);
    metrics.gauge("tattle_peers_connected", "Other nodes that are connected.", peers::connected);
    metrics.gauge(
        "tattle_peers_expected", "Other nodes that are expected.", () -> peers.size() - 1);
    peers.members().showIn(metrics);
  }

  private HttpFace face(HostedNode eventual, @Nullable NodePort strongPort) {
    NodePort port = eventual.port();
    CounterEngine strong = strongPort == null ? CounterEngine.NONE : strongPort;
    CounterEngine own = strongPort == null ? CounterEngine.NONE : strongPort::askAsNode;
    NodeFacts facts =
        new NodeFacts(port, strong, own, peers, counts, eventual.disk(), this::notReady);
    return new Faces(options, secrets, network, metrics, leaving::leave)
        .of(facts, new CounterRouter(vertx, port, strong, names, options.makesStrong()));
  }

  private PeerIdentity identity() {
    return new PeerIdentity(
        options.self(),
        options.cluster(),
        new SecureRandom().nextLong(),
        options.clusterSize(),
        secrets.clusterKey());
  }

  /** Finds the node that takes this message of a peer; null if none does. */
  private @Nullable NodePort taker(Body body) {
    for (HostedNode node : nodes) {
      if (node.takes(body)) {
        return node.port();
      }
    }
    return null;
  }

  /**
   * Starts a node. The node serves clients when this returns or soon after: see {@code /readyz}.
   *
   * @throws dev.tattle.runtime.cluster.security.BadFileException if a file can't be used
   * @throws java.net.BindException if an address is in use; the message names it
   * @throws IOException if the node can't listen for another reason
   */
  public static ClusterRuntime start(ClusterOptions options)
      throws IOException, InterruptedException {
    options.runtime().log().setNode(options.self().name());
    Secrets secrets = Secrets.read(options.runtime().log(), options.security());
    NetworkLoop network = NetworkLoop.open(options.runtime().log(), options.security().tls());
    ClusterRuntime runtime = new ClusterRuntime(options, secrets, network);
    try {
      runtime.network.run(runtime::init);
      runtime.listen();
    } catch (IOException e) {
      runtime.network.close();
      throw e;
    }
    String own = runtime.peers.own().address().toString();
    runtime.milestones.started(runtime.url(), own, options);
    runtime.nodes.forEach(
        node -> node.start(runtime.peers.outlet(), () -> runtime.ended.add(node)));
    runtime.network.run(runtime::begin);
    return runtime;
  }

  /** The address at which clients are served. */
  public HostPort clients() {
    return new HostPort(options.clients().host(), face.port());
  }

  /** The URL at which clients are served. */
  public String url() {
    return network.sockets().scheme() + "://" + clients();
  }

  /** Waits until all nodes have ended. If one crashes, the others end too. */
  public void run() throws NodeCrashException, InterruptedException {
    for (int i = 0; i < nodes.size(); i++) {
      Throwable cause = ended.take().crash();
      if (cause != null) {
        join(CLOSE_PATIENCE);
        close(CLOSE_PATIENCE, () -> {});
        throw new NodeCrashException(cause);
      }
    }
    closed.await();
  }

  /**
   * Stops the node: it refuses new requests, answers those that it has, and syncs its records.
   * Waits for all that at most this long.
   */
  public void stop(Duration patience) throws InterruptedException {
    if (isStopping.getAndSet(true)) {
      closed.await();
      return;
    }
    long beganNanos = System.nanoTime();
    milestones.stopping();
    notReady = "the node is stopping";
    boolean isWhole = join(patience);
    close(
        CLOSE_PATIENCE,
        () -> milestones.stopped(isWhole, Duration.ofNanos(System.nanoTime() - beganNanos)));
  }

  /** Ends all nodes and waits. Returns false if that takes longer than this. */
  private boolean join(Duration patience) throws InterruptedException {
    nodes.forEach(HostedNode::stop);
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    boolean haveEnded = true;
    for (HostedNode node : nodes) {
      haveEnded &= node.join(Duration.ofNanos(deadlineNanos - System.nanoTime()));
    }
    return haveEnded;
  }

  private String notReady() {
    return notReady.isEmpty() ? leaving.problem() : notReady;
  }

  private void listen() throws IOException, InterruptedException {
    HostPort clients = options.clients();
    HostPort gossip = options.gossip();
    Exposure.toClients(clients, options.security(), log);
    Exposure.toPeers(gossip, options.security(), log);
    network.listen(gossip, () -> peers.listen(gossip, NetworkLoop.advertised(options)));
    boolean isLoopback = NetworkLoop.isLoopback(clients);
    network.listen(clients, () -> face.listen(clients, isLoopback));
  }

  private void init() {
    vertx.setPeriodic(EXPIRE_MILLIS, unused -> expire(System.nanoTime()));
    nodes.forEach(node -> node.init(this::onStarted));
  }

  private void expire(long nowNanos) {
    nodes.forEach(node -> node.port().expire(nowNanos));
  }

  private void onStarted(Body answer) {
    if (!answer.type().equals("init_ok")) {
      milestones.startFailed(answer);
    } else if (--starting == 0) {
      names.follow(
          () -> {
            notReady = "";
            milestones.ready();
          });
    }
  }

  private void begin() {
    List<Discovery> discoveries = new ArrayList<>();
    if (!options.peers().isEmpty()) {
      discoveries.add(new StaticPeers(options.peers(), true));
    }
    if (!options.joins().isEmpty()) {
      discoveries.add(new StaticPeers(options.joins(), false));
    }
    for (URI url : options.discoveries()) {
      discoveries.add(
          new RegisteredPeers(
              vertx,
              log,
              new DiscoveryCalls(network.sockets(), url, secrets.discoveryToken()),
              options.cluster(),
              peers));
    }
    peers.start(discoveries);
    secrets.follow(vertx);
  }

  /**
   * Closes the network. Runs {@code last} before {@link #run} returns, because the process may end
   * then.
   */
  private void close(Duration patience, Runnable last) throws InterruptedException {
    if (!isClosing.compareAndSet(false, true)) {
      closed.await();
      return;
    }
    network.close(
        () -> {
          nodes.forEach(node -> node.port().ended());
          Future<Void> faceStops = face.stop(patience.toMillis());
          return Future.join(peers.stop(), faceStops);
        },
        patience.multipliedBy(2));
    last.run();
    closed.countDown();
  }
}
