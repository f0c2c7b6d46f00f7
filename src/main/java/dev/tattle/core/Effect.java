package dev.tattle.core;

import java.time.Duration;

/** Something that a handler wants done, as a value. Runtimes carry effects out in order. */
public sealed interface Effect {
  /** Send a message: delivered at most once, in no promised order. */
  record Send(NodeId dest, Body body) implements Effect {}

  /** Fire a timer once after a delay; replaces an equal timer. */
  record SetTimer(Timer timer, Duration delay) implements Effect {}

  /** Forget a timer, if it is set. */
  record CancelTimer(Timer timer) implements Effect {}

  /** Forget all timers: a new life of the node begins. */
  record CancelAllTimers() implements Effect {}
}
