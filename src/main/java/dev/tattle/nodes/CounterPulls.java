package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.counters.CounterStore;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.GossipBodies;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks all other nodes, in rounds, for what this node lacks:
 *
 * <pre>
 * counters_pull {round, known}                 → what I have; send what I lack
 * counters_push {round, versions, deltas}      ← what you lack, up to 64 KiB, and what I have
 * </pre>
 *
 * <p>A peer counts as heard in a round once this node has all that the peer had when it answered.
 * If that is more than one answer holds, this node asks for the rest.
 */
final class CounterPulls {
  static final String PULL = "counters_pull";
  static final String PUSH = "counters_push";

  private static final int MAX_BYTES = 64 << 10;

  private final CounterStore store;
  private final Set<NodeId> others = new LinkedHashSet<>();

  /** What each peer had when it answered in this round. */
  private final Map<NodeId, VersionVector> answers = new LinkedHashMap<>();

  private int size;
  private long round;
  private long sent;
  private long received;

  CounterPulls(Environment environment, CounterStore store) {
    this.store = store;
    others.addAll(environment.peers());
    size = environment.nodes().size();
    round = environment.random().nextLong(1L << 32);
  }

  /** Sets the other members, and how many members there should be with this node. */
  void members(List<NodeId> newOthers, int newSize) {
    others.clear();
    others.addAll(newOthers);
    answers.keySet().retainAll(others);
    size = newSize;
  }

  Set<NodeId> others() {
    return others;
  }

  /** How many other members come before a node, by name. */
  long before(NodeId node) {
    return others.stream().filter(other -> other.compareTo(node) < 0).count();
  }

  int size() {
    return size;
  }

  static boolean isPull(String type) {
    return type.equals(PULL) || type.equals(PUSH);
  }

  /** How many pulls this node has sent. */
  long sent() {
    return sent;
  }

  /** How many pulls of other nodes came here. */
  long received() {
    return received;
  }

  /** Asks all other members, in a new round. */
  void begin(Outbox out) {
    round++;
    answers.clear();
    for (NodeId other : others) {
      ask(other, out);
    }
  }

  /** Asks the members again that were not heard in this round. */
  void askAgain(Outbox out) {
    for (NodeId other : others) {
      if (!isHeard(other)) {
        ask(other, out);
      }
    }
  }

  private void ask(NodeId other, Outbox out) {
    sent++;
    Json known = store.versions().toJson();
    out.send(other, Body.of(PULL, "round", Json.of(round), "known", known));
  }

  private boolean isHeard(NodeId other) {
    VersionVector answer = answers.get(other);
    return answer != null && store.shows(answer);
  }

  private long heard() {
    return 1 + others.stream().filter(this::isHeard).count();
  }

  boolean hasMajority() {
    return heard() >= size / 2 + 1;
  }

  boolean hasAll() {
    return heard() >= size;
  }

  /** Answers a pull. */
  void answer(Message message, Outbox out) {
    received++;
    Body body = message.body();
    List<Delta> deltas = store.since(GossipBodies.versions("known", body), MAX_BYTES);
    out.send(
        message.src(),
        Body.of(
            PUSH,
            "round",
            Json.of(body.integer("round")),
            "versions",
            store.shown().toJson(),
            "deltas",
            GossipBodies.toJson(deltas)));
  }

  /**
   * Notes an answer, after its deltas were joined.
   *
   * @param isProgress whether the deltas brought something new
   */
  void answered(Message message, boolean isProgress, Outbox out) {
    NodeId peer = message.src();
    if (message.body().integer("round") == round && others.contains(peer)) {
      answers.putIfAbsent(peer, GossipBodies.versions("versions", message.body()));
      if (isProgress && !isHeard(peer)) {
        ask(peer, out);
      }
    }
  }
}
