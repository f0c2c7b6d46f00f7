package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.List;

/**
 * Puts an engine's name on its messages and timers. An engine without a name needs no such outbox.
 */
final class NamedOutbox implements Outbox {
  private final String engine;
  private final Outbox out;

  private NamedOutbox(String engine, Outbox out) {
    this.engine = engine;
    this.out = out;
  }

  /** The outbox for the engine of this name. */
  static Outbox of(String engine, Outbox out) {
    return engine.isEmpty() ? out : new NamedOutbox(engine, out);
  }

  @Override
  public void send(NodeId dest, Body body) {
    out.send(dest, body.with(GossipField.ENGINE.key(), Json.of(engine)));
  }

  @Override
  public void setTimer(Timer timer, Duration delay) {
    out.setTimer(named(timer), delay);
  }

  @Override
  public void cancelTimer(Timer timer) {
    out.cancelTimer(named(timer));
  }

  private Timer named(Timer timer) {
    return new GossipTimer.Named(engine, (GossipTimer) timer);
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
