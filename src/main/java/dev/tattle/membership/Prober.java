package dev.tattle.membership;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.membership.MembershipTimer.Relayed;
import dev.tattle.membership.MembershipTimer.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Probes one member after the other, and asks others to probe a member that does not answer (SWIM,
 * sections 3 and 4.3). It probes each member once a round, in random order, so that no member waits
 * for longer than two rounds.
 */
final class Prober {
  /** How many members this node probes for others at a time. It ignores further requests. */
  private static final int MOST_RELAYED = 256;

  private static final class Probe {
    private final NodeId target;
    private final long number;
    private int asked;
    private int answered;

    Probe(NodeId target, long number) {
      this.target = target;
      this.number = number;
    }
  }

  /** The node that asked for a probe, and its number for it. */
  private record Request(NodeId by, long number) {}

  private final Environment environment;
  private final MembershipSettings settings;
  private final LocalHealth health;
  private final Hearsay hearsay;
  private final Map<Long, Request> relayed = new LinkedHashMap<>();
  private List<NodeId> round = new ArrayList<>();
  private @Nullable Probe current;
  private long numbers;

  Prober(
      Environment environment, MembershipSettings settings, LocalHealth health, Hearsay hearsay) {
    this.environment = environment;
    this.settings = settings;
    this.health = health;
    this.hearsay = hearsay;
  }

  /** The member that did not answer the last probe; null if none. Call it before the next probe. */
  @Nullable NodeId unanswered() {
    Probe probe = current;
    if (probe == null) {
      return null;
    }
    current = null;
    // A helper without an answer says so. If helpers are silent, this node may be the slow one.
    health.worse(probe.asked == 0 ? 1 : probe.asked - probe.answered);
    return probe.target;
  }

  /** Probes the next member. */
  void probe(Outbox out) {
    assert current == null : "one probe at a time";
    out.setTimer(Round.PROBE, health.scale(settings.probeInterval()));
    NodeId target = next();
    if (target != null) {
      current = new Probe(target, ++numbers);
      out.setTimer(Round.ASK_OTHERS, health.scale(settings.probeTimeout()));
      hearsay.send(target, numbered("swim_ping", numbers), out);
    }
  }

  /**
   * The next member of this round that is still there. New members take part from the next round
   * on.
   */
  private @Nullable NodeId next() {
    List<NodeId> others = hearsay.others();
    NodeId next = null;
    while (next == null && !round.isEmpty()) {
      NodeId candidate = round.remove(round.size() - 1);
      next = others.contains(candidate) ? candidate : null;
    }
    if (next == null && !others.isEmpty()) {
      round = shuffled(others);
      next = round.remove(round.size() - 1);
    }
    return next;
  }

  /** Asks others to probe the member, because it did not answer in time. */
  void askOthers(Outbox out) {
    Probe probe = current;
    if (probe == null) {
      return;
    }
    List<NodeId> helpers = shuffled(hearsay.others());
    helpers.remove(probe.target);
    for (NodeId helper : helpers.subList(0, Math.min(settings.indirectProbes(), helpers.size()))) {
      Body ask = numbered("swim_ask", probe.number).with("target", Json.of(probe.target));
      hearsay.send(helper, ask, out);
      probe.asked++;
    }
  }

  void onPing(Message message, Outbox out) {
    hearsay.send(message.src(), numbered("swim_ack", number(message)), out);
  }

  /** Probes a member for another node. */
  void onAsk(Message message, Outbox out) {
    String name = message.body().text("target");
    if (name.isEmpty()) {
      throw message.body().malformed("target", "a node's name", "it is empty");
    }
    NodeId target = new NodeId(name);
    long theirs = number(message);
    if (relayed.size() >= MOST_RELAYED) {
      return;
    }
    relayed.put(++numbers, new Request(message.src(), theirs));
    // Leaves time for the answer to get back before the asking node judges the probe.
    Duration patience = settings.probeTimeout().dividedBy(2);
    out.setTimer(new Relayed(numbers), patience);
    hearsay.send(target, numbered("swim_ping", numbers), out);
  }

  void onAck(Message message, Outbox out) {
    long number = number(message);
    Probe probe = current;
    if (probe != null && probe.number == number) {
      current = null;
      health.better();
      out.cancelTimer(Round.ASK_OTHERS);
      return;
    }
    Request request = relayed.remove(number);
    if (request != null) {
      out.cancelTimer(new Relayed(number));
      hearsay.send(request.by, numbered("swim_ack", request.number), out);
    }
  }

  /** Notes that a helper got no answer from the member. */
  void onNack(Message message) {
    Probe probe = current;
    if (probe != null && probe.number == number(message) && probe.answered < probe.asked) {
      probe.answered++;
    }
  }

  void onRelayed(Relayed timer, Outbox out) {
    Request request = relayed.remove(timer.number());
    if (request != null) {
      hearsay.send(request.by, numbered("swim_nack", request.number), out);
    }
  }

  private List<NodeId> shuffled(List<NodeId> ids) {
    return some(ids, ids.size());
  }

  /** At most this many of these nodes, chosen at random, in random order. */
  List<NodeId> some(List<NodeId> ids, int most) {
    List<NodeId> left = new ArrayList<>(ids);
    int count = Math.min(most, left.size());
    for (int i = 0; i < count; i++) {
      int j = i + environment.random().nextInt(left.size() - i);
      NodeId swapped = left.set(i, left.get(j));
      left.set(j, swapped);
    }
    return new ArrayList<>(left.subList(0, count));
  }

  private static Body numbered(String type, long number) {
    return Body.of(type, "number", Json.of(number));
  }

  private static long number(Message message) {
    return message.body().integer("number");
  }
}
