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
import java.time.Duration;
import java.util.List;

/** The real broadcast, but {@code broadcast_ok} also says who sent it. */
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

  private final class Sloppy implements Outbox {
    private final Outbox out;

    Sloppy(Outbox out) {
      this.out = out;
    }

    @Override
    public void send(NodeId dest, Body body) {
      out.send(dest, body.type().equals("broadcast_ok") ? body.with("node", self) : body);
    }

    @Override
    public void setTimer(Timer timer, Duration delay) {
      out.setTimer(timer, delay);
    }

    @Override
    public void cancelTimer(Timer timer) {
      out.cancelTimer(timer);
    }

    @Override
    public void append(Json record) {
      out.append(record);
    }

    @Override
    public void checkpoint(List<Json> records) {
      out.checkpoint(records);
    }
  }
}
