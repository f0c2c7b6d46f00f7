package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeFactory;
import dev.tattle.runtime.Inbox;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.NodeCrashException;
import dev.tattle.runtime.NodeLoop;
import dev.tattle.runtime.cluster.grpc.CallCounts;
import dev.tattle.runtime.cluster.grpc.CallGuard;
import dev.tattle.runtime.cluster.grpc.CounterCallHandlers;
import dev.tattle.runtime.cluster.grpc.GrpcFace;
import dev.tattle.runtime.cluster.http.CounterQuestions;
import dev.tattle.runtime.cluster.http.HttpFace;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.http.NodeFacts;
import dev.tattle.runtime.cluster.http.Routes;
import dev.tattle.runtime.cluster.http.Watches;
import dev.tattle.runtime.cluster.node.ClusterTransport;
import dev.tattle.runtime.cluster.node.DiskHealth;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs one node on the network: its thread, which also writes the disk, and one event loop for
 * clients and other nodes. Between them is a bounded inbox: at its bound clients are refused, and
 * what other nodes send is dropped.
 *
 * <p>Thread rule: {@link #start} and {@link #run} once, on any thread; the others on any thread, at
 * any time.
 */
public final class ClusterRuntime {
  // As for a node on stdin: values nest deep, and equality takes a kilobyte a level.
  private static final long STACK_BYTES = 16 << 20;

  private static final Duration INIT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
  private static final long EXPIRE_MILLIS = 100;

  private final ClusterOptions options;
  private final Secrets secrets;
  private final Log log;
  private final Milestones milestones;
  private final NetworkLoop network;
  private final Vertx vertx;
  private final Inbox inbox = new Inbox();
  private final Metrics metrics = new Metrics();
  private final PeerCounts counts = PeerCounts.in(metrics);
  private final DiskHealth disk = new DiskHealth(metrics);
  private final NodePort port;
  private final MemberNews news;
  private final PeerNetwork peers;
  private final Leaving leaving;
  private final HttpFace face;
  private final NodeLoop loop;
  private final Thread node;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean isStopping = new AtomicBoolean();
  private final AtomicBoolean isClosing = new AtomicBoolean();
  private volatile String notReady = "the node is starting";

  private ClusterRuntime(
      NodeFactory factory, ClusterOptions options, Secrets secrets, NetworkLoop network) {
    this.options = options;
    this.secrets = secrets;
    log = options.runtime().log();
    milestones = new Milestones(log);
    this.network = network;
    vertx = network.vertx();
    port = new NodePort(options.self(), inbox, network::run, log);
    news = new MemberNews(vertx, log, port);
    peers =
        new PeerNetwork(
            network.context(),
            log,
            network.sockets(),
            identity(),
            port,
            counts,
            options.isBetweenNodes(),
            options.membership(),
            news);
    leaving = new Leaving(vertx, milestones, port, peers.members(), this::stop);
    face = face();
    metrics.gauge("tattle_peers_connected", "Other nodes that are connected.", peers::connected);
    metrics.gauge(
        "tattle_peers_expected", "Other nodes that are expected.", () -> peers.size() - 1);
    metrics.gauge("tattle_requests_waiting", "Requests that the node has.", port::waiting);
    peers.members().showIn(metrics);
    loop =
        new NodeLoop(
            factory,
            inbox,
            new ClusterTransport(options.self(), this::passOn, peers.outlet()),
            options.runtime().watchedBy(disk));
    node = new Thread(null, loop, "node", STACK_BYTES);
  }

  private PeerIdentity identity() {
    return new PeerIdentity(
        options.self(),
        options.cluster(),
        new SecureRandom().nextLong(),
        options.clusterSize(),
        secrets.clusterKey());
  }

  private HttpFace face() {
    HttpLimits limits = options.limits();
    Watches watches = new Watches(vertx, port, limits.watchers());
    HttpFace both =
        Routes.face(
            vertx,
            network.sockets(),
            log,
            limits,
            secrets.doorkeeper(),
            new NodeFacts(port, peers, counts, disk, this::notReady),
            watches,
            metrics,
            leaving::leave,
            options.isAdmin());
    CounterCallHandlers calls =
        new CounterCallHandlers(port, new CounterQuestions(limits), watches);
    both.passGrpcTo(
        new CallCounts(metrics)
            .counting(
                new CallGuard(secrets.doorkeeper())
                    .guarding(GrpcFace.handler(vertx, limits, calls, this::notReady))));
    return both;
  }

  /**
   * Starts a node, which serves clients when this returns, or soon after: see {@code /readyz}.
   *
   * @throws dev.tattle.runtime.cluster.security.BadFileException where a file can't be used
   * @throws java.net.BindException where an address is taken; says which
   * @throws IOException where it can't be listened on for another reason
   */
  public static ClusterRuntime start(NodeFactory factory, ClusterOptions options)
      throws IOException, InterruptedException {
    options.runtime().log().setNode(options.self().name());
    Secrets secrets = Secrets.read(options.runtime().log(), options.security());
    NetworkLoop network = NetworkLoop.open(options.runtime().log(), options.security().tls());
    ClusterRuntime runtime = new ClusterRuntime(factory, options, secrets, network);
    try {
      runtime.network.run(runtime::init);
      runtime.listen();
    } catch (IOException e) {
      runtime.network.close();
      throw e;
    }
    String own = runtime.peers.own().address().toString();
    runtime.milestones.started(runtime.url(), own, options);
    runtime.node.start();
    runtime.network.run(runtime::begin);
    return runtime;
  }

  /** Where clients are served. */
  public HostPort clients() {
    return new HostPort(options.clients().host(), face.port());
  }

  /** The same as a URL. */
  public String url() {
    return network.sockets().scheme() + "://" + clients();
  }

  /** Runs until the node has ended. */
  public void run() throws NodeCrashException, InterruptedException {
    node.join();
    Throwable cause = loop.crash();
    if (cause != null) {
      close(CLOSE_PATIENCE, () -> {});
      throw new NodeCrashException(cause);
    }
    closed.await();
  }

  /**
   * Stops: no new requests, those that the node has are answered, what it keeps is synced. Waits
   * for all that, but no longer than this.
   */
  public void stop(Duration patience) throws InterruptedException {
    if (isStopping.getAndSet(true)) {
      closed.await();
      return;
    }
    long beganNanos = System.nanoTime();
    milestones.stopping();
    news.stop();
    notReady = "the node is stopping";
    inbox.close();
    node.join(Math.max(1, patience.toMillis()));
    boolean isWhole = !node.isAlive();
    close(
        CLOSE_PATIENCE,
        () -> milestones.stopped(isWhole, Duration.ofNanos(System.nanoTime() - beganNanos)));
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

  /** The node's first message: others connect, and send, as soon as there is an address. */
  private void init() {
    vertx.setPeriodic(EXPIRE_MILLIS, unused -> port.expire(System.nanoTime()));
    Json self = Json.of(options.self());
    Body init = Body.of("init", "node_id", self, "node_ids", Json.array(self));
    port.askAsNode(
        init,
        INIT_PATIENCE,
        answer -> {
          if (answer.type().equals("init_ok")) {
            notReady = "";
            milestones.ready();
          } else {
            milestones.startFailed(answer);
          }
        });
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

  /** The node's thread hands over what it has to say here. */
  private void passOn(List<Message> answers) {
    network.run(() -> port.answered(answers));
  }

  /** The last is done before {@link #run} returns: the process may end then. */
  private void close(Duration patience, Runnable last) throws InterruptedException {
    if (!isClosing.compareAndSet(false, true)) {
      closed.await();
      return;
    }
    network.close(
        () -> {
          port.ended();
          Future<Void> faceStops = face.stop(patience.toMillis());
          return Future.join(peers.stop(), faceStops);
        },
        patience.multipliedBy(2));
    last.run();
    closed.countDown();
  }
}
