package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.nodes.BroadcastNode;

/** The real broadcast, except that {@code broadcast_ok} also names its sender. */
final class SloppyBroadcast implements Node {
  private final Node good;
  private final Json self;

  SloppyBroadcast(Environment environment) {
    good = new BroadcastNode(environment);
    self = Json.of(environment.self());
  }

  @Override
  public void onStart(Outbox out) {
    good.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    good.onMessage(message, new Sloppy(out));
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    good.onTimer(timer, out);
  }

  private final class Sloppy extends ForwardingOutbox {
    Sloppy(Outbox out) {
      super(out);
    }

    @Override
    public void send(NodeId dest, Body body) {
      out.send(dest, body.type().equals("broadcast_ok") ? body.with("node", self) : body);
    }
  }
}
