package dev.tattle.gossip;

import dev.tattle.core.Effect;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;
import dev.tattle.sim.VirtualScheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a few engines on virtual time and writes down what they do, one line each: what is added,
 * what they send and why, what they learn and which relay they use. A message takes 100 ms.
 */
final class GossipTranscript {
  private static final Duration HOP = Duration.ofMillis(100);

  final VirtualScheduler scheduler = new VirtualScheduler();
  private final Map<NodeId, GossipTranscriptNode> nodes = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private BiPredicate<NodeId, NodeId> isCut = (from, to) -> false;
  private final Set<String> toBeLost = new LinkedHashSet<>();
  private List<NodeId> members;

  /** Nodes n0, n1, … that have not started yet. */
  GossipTranscript(int size, GossipSettings settings) {
    List<NodeId> ids = IntStream.range(0, size).mapToObj(i -> new NodeId("n" + i)).toList();
    for (NodeId id : ids) {
      nodes.put(id, new GossipTranscriptNode(this, id, ids, settings));
    }
    members = ids;
  }

  /** The members, as the running nodes see them. */
  List<NodeId> members() {
    return members;
  }

  /** Changes the members, and tells all running nodes. */
  void members(String... names) {
    members = Stream.of(names).map(NodeId::new).toList();
    line("members: " + String.join(" ", names));
    nodes.values().forEach(node -> node.members(members));
  }

  /** Tells only one node about other members, or lets it start with them. */
  void membersAt(String node, List<String> names) {
    line("members at " + node + ": " + String.join(" ", names));
    node(node).members(names.stream().map(NodeId::new).toList());
  }

  /** Tells whether another node has said that it has everything that this node has. */
  boolean isKnownElsewhere(String node) {
    return node(node).isKnownElsewhere();
  }

  String text() {
    return text.toString();
  }

  /** Adds a note for the reader. */
  void note(String what) {
    text.append(text.isEmpty() ? "# " : "\n# ").append(what).append('\n');
  }

  void start() {
    nodes.values().forEach(GossipTranscriptNode::start);
  }

  /** Drops what was written so far. */
  void forget() {
    text.setLength(0);
  }

  /** Starts all nodes and lets them greet each other. Writes nothing down. */
  void settle() {
    members.forEach(id -> start(id.name()));
    run(400);
    forget();
  }

  void start(String node) {
    node(node).start();
  }

  /** Crashes a node, which loses everything. */
  void crash(String node) {
    node(node).crash();
  }

  void add(String node, String word) {
    node(node).add(word);
  }

  void run(long millis) {
    scheduler.runUntil(scheduler.nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Drops the next message from one node to the other. */
  void loseNext(String from, String to) {
    toBeLost.add(from + to);
  }

  /** Drops all messages between these nodes and the others from now on. */
  void cutOff(String... names) {
    Set<NodeId> part = new LinkedHashSet<>();
    for (String name : names) {
      part.add(new NodeId(name));
    }
    isCut = (from, to) -> part.contains(from) != part.contains(to);
    line("cut off: " + String.join(" ", names));
  }

  /** Lets each node reach only its two neighbours in a ring from now on. */
  void ring() {
    List<NodeId> circle = List.copyOf(nodes.keySet());
    isCut =
        (from, to) -> {
          int distance = Math.abs(circle.indexOf(from) - circle.indexOf(to));
          return distance != 1 && distance != circle.size() - 1;
        };
    line("ring: each node reaches its two neighbours");
  }

  /** Drops each message with this probability from now on. */
  void lose(double probability, RandomGenerator random) {
    isCut = (from, to) -> random.nextDouble() < probability;
    line("messages are lost");
  }

  /** The words of each running node. */
  List<List<String>> words() {
    return nodes.values().stream().map(GossipTranscriptNode::words).toList();
  }

  void heal() {
    isCut = (from, to) -> false;
    line("healed");
  }

  private GossipTranscriptNode node(String name) {
    GossipTranscriptNode node = nodes.get(new NodeId(name));
    if (node == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return node;
  }

  // What nodes call.

  void line(String what) {
    double seconds = scheduler.nowNanos() / 1e9;
    text.append(String.format(Locale.ROOT, "%7.3f  %s", seconds, what).stripTrailing());
    text.append('\n');
  }

  void send(NodeId from, Effect.Send send) {
    Message message = new Message(from, send.dest(), send.body());
    boolean isLost =
        toBeLost.remove(from.name() + send.dest().name()) || isCut.test(from, send.dest());
    line(GossipTranscriptText.of(message) + (isLost ? "  (lost)" : ""));
    if (!isLost) {
      scheduler.after(HOP.toNanos(), () -> node(send.dest().name()).receive(message));
    }
  }

  void fireAfter(Duration delay, GossipTranscriptNode node, Timer timer, long number) {
    scheduler.after(delay.toNanos(), () -> node.fire(timer, number));
  }
}
