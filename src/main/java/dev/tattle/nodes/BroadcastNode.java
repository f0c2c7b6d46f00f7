package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;

/**
 * Spreads values to all nodes: {@code broadcast{message}} → {@code broadcast_ok}; {@code read} →
 * {@code read_ok{messages}}, each value once; {@code topology{topology}} → {@code topology_ok}.
 *
 * <p>The node acknowledges a broadcast as soon as it has the value. It ignores the topology, which
 * is only a suggestion: a grid of 25 nodes is eight hops wide, and the engine's relays need two
 * hops. So the topology may be absent or partial, or may change.
 */
public final class BroadcastNode implements Node {
  static final String KIND = "broadcast";

  private final ReplicatedSet set;

  /** Makes a node with the default latency budget. */
  public BroadcastNode(Environment environment) {
    this(environment, LatencyBudget.DEFAULT);
  }

  /** Makes a node with this latency budget. */
  public BroadcastNode(Environment environment, LatencyBudget budget) {
    set = new ReplicatedSet(environment, KIND, budget);
  }

  @Override
  public void onStart(Outbox out) {
    set.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "broadcast" -> {
        set.add(body.payload("message"), out);
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "messages", set.elements()));
      case "topology" -> {
        checkTopology(body);
        out.reply(message, Body.of("topology_ok"));
      }
      default -> set.onOther(message, out);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    set.onTimer(timer, out);
  }

  private static void checkTopology(Body body) {
    for (Json neighbours : body.object("topology").values()) {
      if (!(neighbours instanceof Json.Arr)) {
        throw body.malformed("topology", "{node: [node, …]}", "it holds " + neighbours.kind());
      }
    }
  }
}
