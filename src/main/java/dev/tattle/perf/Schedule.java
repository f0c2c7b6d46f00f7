package dev.tattle.perf;

import java.time.Duration;

/**
 * When requests are sent.
 *
 * @param count the number of requests
 * @param perSecond the even rate; infinite for as fast as the pipe takes them
 * @param open the most requests without an answer; others wait. If this is bounded, the node may
 *     refuse requests, and those do not count
 * @param sending the longest time of sending; requests that were not sent by then are left out
 */
record Schedule(int count, double perSecond, int open, Duration sending) {
  private static final double SECOND_NANOS = 1e9;

  /** Sends all requests at once. */
  static Schedule atOnce(int count, Duration sending) {
    return inTurn(count, Integer.MAX_VALUE, sending);
  }

  /** Sends {@code open} requests at once, and one more for each answer. */
  static Schedule inTurn(int count, int open, Duration sending) {
    return new Schedule(count, Double.POSITIVE_INFINITY, open, sending);
  }

  /** True if {@code open} clients each send one request after the other. */
  boolean isInTurn() {
    return open < Integer.MAX_VALUE;
  }

  /** The number of requests that are due at this time after the first. */
  int due(long nanos) {
    return (int) Math.min(count, Math.floor(nanos * perSecond / SECOND_NANOS) + 1);
  }

  /** When a request is due, after the first, which is number 0. */
  long dueNanos(int index) {
    return (long) Math.ceil(index * SECOND_NANOS / perSecond);
  }
}
