package dev.tattle.core;

import java.time.Duration;
import java.util.List;

/**
 * Something that a handler wants done, as a value. Runtimes carry effects out in order.
 *
 * <p>What a handler keeps ({@link Append}, {@link Checkpoint}) is on disk before anybody sees a
 * later effect, be it of that handler or of one that ran after it: a later handler may already tell
 * of what an earlier one kept. One sync may serve many handlers.
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

  /** Keep a record on disk, after all that were kept before. */
  record Append(Json record) implements Effect {}

  /** Keep these records on disk in place of all that were kept before: all of them or none. */
  record Checkpoint(List<Json> records) implements Effect {
    public Checkpoint {
      records = List.copyOf(records);
    }
  }

  /**
   * The error for an effect that a runtime has no branch for. Java 17 has no switch over types, so
   * each runtime ends its chain of cases with this one.
   */
  static AssertionError unknown(Effect effect) {
    return new AssertionError("nobody carries out " + effect);
  }
}
