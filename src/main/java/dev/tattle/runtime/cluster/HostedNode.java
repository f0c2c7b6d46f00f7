package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.Inbox;
import dev.tattle.runtime.NodeLoop;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.cluster.node.ClusterTransport;
import dev.tattle.runtime.cluster.node.DiskHealth;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.node.NodePort;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one node of this process on a thread of its own, which also writes the node's disk. A
 * bounded inbox lies between the event loop and that thread. At the inbox's bound, clients are
 * refused and messages of other nodes are dropped.
 *
 * <p>Thread rule: the event loop, except {@link #start}, {@link #stop}, {@link #join} and {@link
 * #crash}, which any thread but the node's may call.
 */
final class HostedNode {
  // As for a node on stdin: values nest deep, and equality takes a kilobyte per level.
  private static final long STACK_BYTES = 16 << 20;

  private static final Duration INIT_PATIENCE = Duration.ofSeconds(60);

  private final Hosted what;
  private final NodeId self;
  private final NetworkLoop network;
  private final RuntimeOptions runtime;
  private final Inbox inbox = new Inbox();
  private final NodePort port;
  private final DiskHealth disk;
  private final MemberNews news;
  private @Nullable NodeLoop loop;
  private @Nullable Thread thread;

  /** Prepares a node that has no thread yet. Questions to it wait. */
  HostedNode(Hosted what, ClusterOptions options, NetworkLoop network, Metrics metrics) {
    this.what = what;
    this.network = network;
    self = options.self();
    String[] labels = what.part().isEmpty() ? new String[0] : new String[] {"part", what.part()};
    disk = new DiskHealth(metrics, labels);
    runtime = options.runtime().of(what.part(), disk);
    port = new NodePort(self, inbox, network::run, runtime.log());
    news = new MemberNews(network.vertx(), runtime.log(), port);
    metrics.gauge("tattle_requests_waiting", "Requests that the node has.", port::waiting, labels);
  }

  /** Tells whether a peer's message is for this node. */
  boolean takes(Body body) {
    return what.isBetweenNodes().test(body);
  }

  NodePort port() {
    return port;
  }

  DiskHealth disk() {
    return disk;
  }

  MemberNews news() {
    return news;
  }

  /**
   * Puts {@code init} into the inbox. It must be the node's first message, and other nodes send as
   * soon as they know an address.
   */
  void init(Consumer<Body> answer) {
    Json name = Json.of(self);
    Body init = Body.of("init", "node_id", name, "node_ids", Json.array(name));
    port.askAsNode(init, INIT_PATIENCE, answer);
  }

  /**
   * Starts the node's thread.
   *
   * @param ended called on the node's thread as its last action
   */
  void start(ClusterTransport.PeerOutlet peers, Runnable ended) {
    NodeLoop running =
        new NodeLoop(
            what.factory(), inbox, new ClusterTransport(self, this::passOn, peers), runtime);
    Runnable whole =
        () -> {
          running.run();
          ended.run();
        };
    String name = what.part().isEmpty() ? "node" : what.part();
    Thread started = new Thread(null, whole, name, STACK_BYTES);
    loop = running;
    thread = started;
    started.start();
  }

  /** Takes nothing more and ends once it has handled what it has. */
  void stop() {
    news.stop();
    inbox.close();
  }

  /** Waits for the thread to end. Returns false if that takes longer than this. */
  boolean join(Duration patience) throws InterruptedException {
    if (thread == null) {
      return true;
    }
    thread.join(Math.max(1, patience.toMillis()));
    return !thread.isAlive();
  }

  /**
   * The error that ended the node early; null if none did. Call it only after the thread has ended.
   */
  @Nullable Throwable crash() {
    return loop == null ? null : loop.crash();
  }

  /** Passes answers from the node's thread to the event loop. */
  private void passOn(List<Message> answers) {
    network.run(() -> port.answered(answers));
  }
}
