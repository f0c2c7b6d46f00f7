package dev.tattle.membership;

import dev.tattle.core.AttackedNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.SimulatedNode;
import dev.tattle.sim.VirtualScheduler;
import dev.tattle.wire.MessageCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Members on virtual time, over a network whose faults the test chooses. */
final class MembershipCluster {
  private static final NodeId CLIENT = new NodeId("c1");
  private static final String CUT = "cut";
  private static final double MEAN_LATENCY_MILLIS = 5;

  final VirtualScheduler scheduler = new VirtualScheduler();
  final SplittableRandom random;
  final List<NodeId> ids = new ArrayList<>();

  /** The nodes that run, paused or not, and have not left. */
  final Set<NodeId> running = new TreeSet<>();

  final Set<NodeId> paused = new LinkedHashSet<>();

  /** The fraction of messages that is lost. */
  double loss;

  /** The messages and bytes that all nodes have sent. */
  long messages;

  long bytes;

  /** True if {@link #bytes} are counted. Counting takes most of a test's time. */
  boolean isWeighing;

  /** The node that gets messages no member would send; null for none. */
  @Nullable NodeId attacked;

  /** True if a node was attacked, and may know members that do not exist. */
  private boolean hasLies;

  private final MembershipSettings settings;
  private final Network network;
  private final Map<NodeId, SimulatedNode> nodes = new LinkedHashMap<>();
  private final Map<NodeId, Membership> members = new TreeMap<>();
  private final Map<NodeId, Integer> lives = new LinkedHashMap<>();
  private long nextMsgId;

  /** Creates nodes that do not run yet. */
  MembershipCluster(long seed, int size, MembershipSettings settings) {
    this.settings = settings;
    random = new SplittableRandom(seed);
    Latency latency = new Latency(Latency.Distribution.EXPONENTIAL, MEAN_LATENCY_MILLIS);
    network = new Network(scheduler, latency, random.split(), new Scales());
    network.attach(CLIENT, (id, message) -> {});
    SplittableRandom dice = random.split();
    network.loseIf(m -> dice.nextDouble() < loss);
    SimulatedNode.World world =
        new SimulatedNode.World(scheduler, network, this::member, new Impatient());
    for (int i = 0; i < size; i++) {
      NodeId id = new NodeId("n" + i);
      ids.add(id);
      nodes.put(id, new SimulatedNode(id, world, random.split()));
    }
  }

  /** Handles the requests of a test's client, besides the messages of members. */
  private static final class Host implements Node {
    private final Membership membership;

    Host(Membership membership) {
      this.membership = membership;
    }

    @Override
    public void onStart(Outbox out) {
      membership.onStart(out);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      if (message.body().type().equals("leave")) {
        membership.leave(out);
      } else {
        membership.onMessage(message, out);
      }
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      membership.onTimer(timer, out);
    }
  }

  private Node member(Environment environment) {
    NodeId self = environment.self();
    String address = self + ":" + lives.merge(self, 1, Integer::sum);
    // All nodes know the first two as contacts, of which at most one is away for long.
    Membership membership =
        new Membership(environment, address, ids.subList(0, Math.min(2, ids.size())), settings);
    members.put(self, membership);
    Node host = new Host(membership);
    hasLies |= self.equals(attacked);
    return self.equals(attacked)
        ? new AttackedNode(host, Membership::isMembership, environment)
        : host;
  }

  void start(NodeId id) {
    if (lives.containsKey(id)) {
      node(id).restart();
    }
    running.add(id);
    Json self = Json.of(id);
    tell(id, Body.of("init", "node_id", self, "node_ids", Json.array(self)));
  }

  void crash(NodeId id) {
    node(id).crash();
    running.remove(id);
    paused.remove(id);
  }

  void pause(NodeId id) {
    node(id).pause();
    paused.add(id);
  }

  void resumeAll() {
    paused.forEach(id -> node(id).resume());
    paused.clear();
  }

  /** Lets a node leave. It stops once the others know. */
  void leave(NodeId id) {
    tell(id, Body.of("leave"));
    running.remove(id);
    Duration patience = Duration.ofSeconds(5);
    for (Duration waited = Duration.ZERO;
        !membership(id).hasLeft() && waited.compareTo(patience) < 0;
        waited = waited.plusMillis(100)) {
      run(Duration.ofMillis(100));
    }
    node(id).crash();
  }

  /** Cuts these nodes off from the others from now on. */
  void cut(Set<NodeId> some) {
    Map<NodeId, Set<NodeId>> grudge = new LinkedHashMap<>();
    for (NodeId to : ids) {
      Set<NodeId> lost = new LinkedHashSet<>(ids);
      lost.removeIf(from -> some.contains(from) == some.contains(to));
      grudge.put(to, lost);
    }
    network.cut(CUT, grudge);
  }

  void heal() {
    network.heal(CUT);
    loss = 0;
    resumeAll();
  }

  void run(Duration time) {
    scheduler.runUntil(scheduler.nowNanos() + time.toNanos());
  }

  Membership membership(NodeId id) {
    Membership membership = members.get(id);
    if (membership == null) {
      throw new IllegalStateException(id + " never ran");
    }
    return membership;
  }

  /** The state in which one node sees another; null if it does not know it. */
  @Nullable MemberState view(NodeId of, NodeId by) {
    for (Member member : membership(by).members()) {
      if (member.id().equals(of)) {
        return member.state();
      }
    }
    return null;
  }

  /** The errors in the nodes' views of each other; empty if all are right. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    for (NodeId by : running) {
      Map<NodeId, MemberState> seen = new TreeMap<>();
      membership(by).members().forEach(member -> seen.put(member.id(), member.state()));
      for (NodeId of : ids) {
        MemberState state = seen.get(of);
        boolean isThere = state != null && state.isPresent();
        if (isThere != running.contains(of)) {
          errors.add(by + " takes " + of + " for " + state);
        }
      }
    }
    return errors;
  }

  /** Runs until all views are right, at most this long. Returns how long it took. */
  Duration untilRight(Duration patience) {
    long began = scheduler.nowNanos();
    while (!errors().isEmpty()) {
      if (scheduler.nowNanos() - began >= patience.toNanos()) {
        throw new AssertionError("wrong after " + patience + ": " + errors());
      }
      run(Duration.ofMillis(100));
    }
    return Duration.ofNanos(scheduler.nowNanos() - began);
  }

  private SimulatedNode node(NodeId id) {
    SimulatedNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("there is no " + id);
    }
    return node;
  }

  private void tell(NodeId id, Body body) {
    network.send(new Message(CLIENT, id, body.withMsgId(nextMsgId++)));
    run(Duration.ZERO);
  }

  private final class Scales implements Network.Journal {
    @Override
    public void onSend(long id, Message message) {
      if (!Network.involvesClient(message)) {
        messages++;
        if (isWeighing) {
          bytes += MessageCodec.length(message);
        }
      }
    }

    @Override
    public void onReceive(long id, Message message) {}
  }

  private final class Impatient implements SimulatedNode.Listener {
    @Override
    public void onFailure(NodeId node, Throwable failure) {
      throw new AssertionError(node + " failed", failure);
    }

    @Override
    public void onUndeliverable(Message message) {
      if (!hasLies) {
        throw new AssertionError("nobody is called " + message.dest());
      }
    }
  }
}
