package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A naive, right broadcast. It sends every value to every peer again and again until that peer
 * acknowledges it. A node that starts asks every peer for its values until the peer answers. The
 * variants that are broken on purpose differ in one method.
 */
class AckedBroadcast implements Node {
  private static final Duration RETRY = Duration.ofMillis(300);

  private enum Tick implements Timer {
    RETRY
  }

  final NodeId self;
  final List<NodeId> nodes;
  final Collection<Json> values;
  final Map<NodeId, Set<Json>> unacknowledged = new LinkedHashMap<>();
  private final Set<NodeId> asked = new LinkedHashSet<>();
  private final Json life;

  AckedBroadcast(Environment environment) {
    this(environment, new LinkedHashSet<>());
  }

  AckedBroadcast(Environment environment, Collection<Json> values) {
    this.values = values;
    self = environment.self();
    nodes = environment.nodes();
    life = Json.of(environment.random().nextLong());
    environment.peers().forEach(peer -> unacknowledged.put(peer, new LinkedHashSet<>()));
  }

  @Override
  public void onStart(Outbox out) {
    asked.addAll(askedAtStart());
    onTimer(Tick.RETRY, out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "broadcast" -> {
        learn(List.of(body.json("message")), self);
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "messages", all()));
      case "topology" -> out.reply(message, Body.of("topology_ok"));
      case "push" -> {
        learn(body.array("values"), message.src());
        out.send(message.src(), Body.of("pushed", "values", body.json("values")));
      }
      case "pushed" -> acknowledged(message.src(), body.array("values"));
      case "pull" ->
          out.send(message.src(), Body.of("pulled", "values", all(), "life", body.json("life")));
      case "pulled" -> {
        // An answer to an earlier incarnation may lack values that it acknowledged later.
        if (body.json("life").equals(life)) {
          asked.remove(message.src());
          catchUp(body.array("values"), message.src());
        }
      }
      default -> {}
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    asked.forEach(peer -> out.send(peer, Body.of("pull", "life", life)));
    unacknowledged.forEach(
        (peer, waiting) -> {
          if (!waiting.isEmpty()) {
            out.send(peer, Body.of("push", "values", Json.array(List.copyOf(waiting))));
            sent(waiting);
          }
        });
    out.setTimer(Tick.RETRY, RETRY);
  }

  /** The peers that a starting node asks for missed values. */
  Collection<NodeId> askedAtStart() {
    return unacknowledged.keySet();
  }

  /** The peers to which this node sends values. */
  Collection<NodeId> receivers() {
    return unacknowledged.keySet();
  }

  void learn(List<Json> learned, NodeId from) {
    for (Json value : learned) {
      if (values.add(value)) {
        receivers().stream()
            .filter(peer -> !peer.equals(from))
            .forEach(peer -> unacknowledged.get(peer).add(value));
      }
    }
  }

  void catchUp(List<Json> missed, NodeId from) {
    learn(missed, from);
  }

  void sent(Set<Json> waiting) {}

  void acknowledged(NodeId peer, List<Json> received) {
    received.forEach(unacknowledged.get(peer)::remove);
  }

  private Json all() {
    return Json.array(new ArrayList<>(values));
  }
}
