package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Json;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a few nodes on virtual time and writes down what they do, one line each: what they send,
 * what they keep, and when their state changes. A message takes 10 ms between two nodes, and no
 * time to a client.
 */
final class Transcript {
  private static final Duration HOP = Duration.ofMillis(10);

  final VirtualScheduler scheduler = new VirtualScheduler();
  private final Map<NodeId, TranscriptNode> nodes = new LinkedHashMap<>();
  private final Set<NodeId> cutOff = new LinkedHashSet<>();
  private final StringBuilder text = new StringBuilder();
  private long nextRequest = 1;

  /** Nodes n0, n1, … that are all members and have not started yet. */
  Transcript(int size, RaftSettings settings) {
    this(size, size, settings);
  }

  /** Nodes n0, n1, … of which the first are voters, and the others wait to be members. */
  Transcript(int size, int voters, RaftSettings settings) {
    List<NodeId> ids = IntStream.range(0, size).mapToObj(i -> new NodeId("n" + i)).toList();
    Witness witness = new Witness();
    for (NodeId id : ids) {
      Members initial = Members.of(ids.subList(0, voters));
      nodes.put(id, new TranscriptNode(this, id, ids, initial, settings, witness));
    }
  }

  String text() {
    return text.toString();
  }

  /** Adds a note for the reader. */
  void note(String what) {
    text.append("\n# ").append(what).append('\n');
  }

  /** Starts all nodes, the first time or from their disks. */
  void start() {
    nodes.values().forEach(TranscriptNode::start);
  }

  void start(String node) {
    node(node).start();
  }

  /** Crashes a node, which keeps only its disk. */
  void crash(String node) {
    node(node).crash();
  }

  void run(long millis) {
    scheduler.runUntil(scheduler.nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Drops all messages between these nodes and the others from now on. */
  void cutOff(String... names) {
    for (String name : names) {
      cutOff.add(new NodeId(name));
    }
    line("cut off: " + String.join(" ", names));
  }

  void heal() {
    cutOff.clear();
    line("healed");
  }

  void write(String node, String what) {
    request(node, Body.of("write", "what", Json.of(what)));
  }

  void read(String node) {
    request(node, Body.of("read"));
  }

  /** Lets the leader hand over to a successor. */
  void transfer(String leader, String successor) {
    line(leader + " is to hand over to " + successor);
    node(leader).transferTo(new NodeId(successor));
  }

  /** Lets the leader change the voters to these. */
  void moveTo(String leader, String... voters) {
    line(leader + " is to move to the voters " + String.join(" ", voters));
    node(leader).moveTo(Stream.of(voters).map(NodeId::new).toList());
  }

  private void request(String node, Body body) {
    NodeId client = new NodeId("c" + nextRequest);
    Message request = new Message(client, new NodeId(node), body.withMsgId(nextRequest));
    nextRequest++;
    line(TranscriptText.of(request));
    node(node).receive(request);
  }

  private TranscriptNode node(String name) {
    TranscriptNode node = nodes.get(new NodeId(name));
    if (node == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return node;
  }

  // What nodes call.

  void line(String what) {
    double seconds = scheduler.nowNanos() / 1e9;
    text.append(String.format(Locale.ROOT, "%7.3f  %s%n", seconds, what).stripTrailing());
    text.append('\n');
  }

  void send(NodeId from, Effect.Send send) {
    Message message = new Message(from, send.dest(), send.body());
    TranscriptNode to = nodes.get(send.dest());
    boolean isLost = cutOff.contains(from) != cutOff.contains(send.dest());
    line(TranscriptText.of(message) + (to != null && isLost ? "  (lost)" : ""));
    if (to != null && !isLost) {
      scheduler.after(HOP.toNanos(), () -> to.receive(message));
    }
  }

  void fireAfter(Duration delay, TranscriptNode node, Timer timer, long number) {
    scheduler.after(delay.toNanos(), () -> node.fire(timer, number));
  }
}
