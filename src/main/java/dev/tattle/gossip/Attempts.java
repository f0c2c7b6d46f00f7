package dev.tattle.gossip;

import java.time.Duration;

/** How often and since when a peer's answer is waited for. */
final class Attempts {
  private int count;
  private long sinceNanos;
  private long latestNanos;

  /** True while an answer is waited for. */
  boolean isOutstanding() {
    return count > 0;
  }

  /** How often an answer has been waited for in vain, and once more; 0 where none is. */
  int count() {
    return count;
  }

  /** When what is waited for was sent; of several messages, the first. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Something wants an answer. */
  void begin(long nowNanos) {
    if (count == 0) {
      count = 1;
      sinceNanos = nowNanos;
    }
  }

  /** The attempt is as old as what is sent now: nothing else is unanswered. */
  void countFrom(long nowNanos) {
    latestNanos = nowNanos;
  }

  /** There was an answer, and what was sent at this time still wants one. */
  void beginAgain(long sentNanos) {
    assert isOutstanding() : "nothing was waited for";
    count = 1;
    sinceNanos = sentNanos;
    latestNanos = sentNanos;
  }

  /** There was no answer in time. */
  void failed(long nowNanos) {
    assert isOutstanding() : "nothing was waited for";
    count++;
    latestNanos = nowNanos;
  }

  void end() {
    count = 0;
  }

  /**
   * How much longer than a round trip the answer may take: it may wait for a ride. Less than zero
   * where it could have come before now.
   */
  Duration rideWait(Duration idle, long nowNanos) {
    return Owed.rideWait(latestNanos, idle, nowNanos);
  }
}
