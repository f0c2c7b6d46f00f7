package dev.tattle.gossip;

import java.time.Duration;

/** Counts the attempts to get an answer from a peer, and knows when they began. */
final class Attempts {
  private int count;
  private long sinceNanos;
  private long latestNanos;

  /** True while this node waits for an answer. */
  boolean isOutstanding() {
    return count > 0;
  }

  /** The number of the present attempt, from 1; 0 if this node waits for no answer. */
  int count() {
    return count;
  }

  /** When the first unanswered message was sent. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Notes that a message wants an answer. */
  void begin(long nowNanos) {
    if (count == 0) {
      count = 1;
      sinceNanos = nowNanos;
    }
  }

  /** Counts the attempt's age from now, because no older message is unanswered. */
  void countFrom(long nowNanos) {
    latestNanos = nowNanos;
  }

  /** Begins again after an answer: a message sent at this time still wants one. */
  void beginAgain(long sentNanos) {
    assert isOutstanding() : "nothing was waited for";
    count = 1;
    sinceNanos = sentNanos;
    latestNanos = sentNanos;
  }

  /** Notes that no answer came in time. */
  void failed(long nowNanos) {
    assert isOutstanding() : "nothing was waited for";
    count++;
    latestNanos = nowNanos;
  }

  void end() {
    count = 0;
  }

  /**
   * How much longer than a round trip the answer may take, because it may wait for a message to
   * ride on. Negative if the answer could have come before now.
   */
  Duration rideWait(Duration idle, long nowNanos) {
    return Owed.rideWait(latestNanos, idle, nowNanos);
  }
}
