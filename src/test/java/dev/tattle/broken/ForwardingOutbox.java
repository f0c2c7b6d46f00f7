package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.List;

/** Passes all effects on. Nodes extend it to spoil one kind of effect of a right node. */
public class ForwardingOutbox implements Outbox {
  final Outbox out;

  public ForwardingOutbox(Outbox out) {
    this.out = out;
  }

  @Override
  public void send(NodeId dest, Body body) {
    out.send(dest, body);
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
