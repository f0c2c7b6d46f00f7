package dev.tattle.core;

import java.time.Duration;
import java.util.List;

/**
 * Something that a handler wants done, as a value. Runtimes carry effects out in order.
 *
 * <p>A record that a handler keeps ({@link Append}, {@link Checkpoint}) is on disk before anybody
 * sees a later effect. This covers later effects of the same handler and all effects of later
 * handlers, because a later handler may already rely on the record. One sync may serve many
 * handlers.
 */
public sealed interface Effect {
  /** Send a message: delivered at most once, in no promised order. */
  record Send(NodeId dest, Body body) implements Effect {}

  /** Fire a timer once after a delay; replaces an equal timer. */
  record SetTimer(Timer timer, Duration delay) implements Effect {}

  /** Forget a timer, if it is set. */
  record CancelTimer(Timer timer) implements Effect {}

  /** Forget all timers: a new incarnation of the node begins. */
  record CancelAllTimers() implements Effect {}

  /** Append a record to those on disk. */
  record Append(Json record) implements Effect {}

  /**
   * Replace all records on disk with these. A crash leaves all of the new records or all of the old
   * ones.
   */
  record Checkpoint(List<Json> records) implements Effect {
    public Checkpoint {
      records = List.copyOf(records);
    }
  }

  /**
   * Makes the error for an effect that a runtime has no branch for. Each runtime ends its chain of
   * cases with it, because Java 17 cannot switch over types.
   */
  static AssertionError unknown(Effect effect) {
    return new AssertionError("nobody carries out " + effect);
  }
}
