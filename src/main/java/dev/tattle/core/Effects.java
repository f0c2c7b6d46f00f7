package dev.tattle.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An outbox that records effects in the order in which a handler writes them. */
public final class Effects implements Outbox {
  private List<Effect> effects = new ArrayList<>();
  private boolean keepsRecords;
  private @Nullable String refusal;

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

  @Override
  public void append(Json record) {
    if (keepsRecords) {
      checkDisk();
      effects.add(new Effect.Append(record));
    }
  }

  @Override
  public void checkpoint(List<Json> records) {
    if (keepsRecords) {
      checkDisk();
      effects.add(new Effect.Checkpoint(records));
    }
  }

  /**
   * Sets whether {@link #append} and {@link #checkpoint} write effects. Until the first call they
   * do nothing.
   */
  public void keepRecords(boolean keeps) {
    keepsRecords = keeps;
  }

  /**
   * Makes {@link #append} and {@link #checkpoint} throw, because the disk cannot be written.
   *
   * @param why the reason, for people; null to accept records again
   */
  public void refuseRecords(@Nullable String why) {
    refusal = why;
  }

  private void checkDisk() {
    if (refusal != null) {
      throw new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, refusal);
    }
  }

  void cancelAllTimers() {
    effects.add(new Effect.CancelAllTimers());
  }

  void addFirst(List<Effect> earlier) {
    effects.addAll(0, earlier);
  }

  void discard() {
    effects.clear();
  }

  /** Returns the effects recorded since the last drain, in order. The caller owns the list. */
  public List<Effect> drain() {
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }
}
