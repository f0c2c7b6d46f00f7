package dev.tattle.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An outbox that records. */
public final class Effects implements Outbox {
  private List<Effect> effects = new ArrayList<>();

  @Override
  public void send(NodeId dest, Body body) {
    effects.add(new Effect.Send(dest, body));
  }

  @Override
  public void setTimer(Timer timer, Duration delay) {
    effects.add(new Effect.SetTimer(timer, delay));
  }

  @Override
  public void cancelTimer(Timer timer) {
    effects.add(new Effect.CancelTimer(timer));
  }

  void cancelAllTimers() {
    effects.add(new Effect.CancelAllTimers());
  }

  void discard() {
    effects.clear();
  }

  /** What was recorded since the last drain, in order. The caller owns the list. */
  public List<Effect> drain() {
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }
}
