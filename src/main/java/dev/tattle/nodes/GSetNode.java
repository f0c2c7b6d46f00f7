package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;

/**
 * Serves a grow-only set: {@code add{element}} → {@code add_ok}, as soon as this node has the
 * element; {@code read} → {@code read_ok{value}}, each element once.
 */
public final class GSetNode implements Node {
  static final String KIND = "g-set";

  private final ReplicatedSet set;

  /** Makes a node with the default latency budget. */
  public GSetNode(Environment environment) {
    this(environment, LatencyBudget.DEFAULT);
  }

  /** Makes a node with this latency budget. */
  public GSetNode(Environment environment, LatencyBudget budget) {
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
      case "add" -> {
        set.add(body.payload("element"), out);
        out.reply(message, Body.of("add_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "value", set.elements()));
      default -> set.onOther(message, out);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    set.onTimer(timer, out);
  }
}
