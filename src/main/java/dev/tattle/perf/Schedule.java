package dev.tattle.perf;

import java.time.Duration;

/**
 * When requests are sent.
 *
 * @param count how many there are
 * @param perSecond how many a second, evenly; infinite for as fast as the pipe takes them
 * @param open how many may be without an answer; more wait until there are fewer. Where that is
 *     bounded, requests may be refused, and are not counted then
 * @param sending the longest that is sent; requests that were not sent until then are left out
 */
record Schedule(int count, double perSecond, int open, Duration sending) {
  private static final double SECOND_NANOS = 1e9;

  /** All requests at once. */
  static Schedule atOnce(int count, Duration sending) {
    return inTurn(count, Integer.MAX_VALUE, sending);
  }

  /** So many at once, and one more for each answer. */
  static Schedule inTurn(int count, int open, Duration sending) {
    return new Schedule(count, Double.POSITIVE_INFINITY, open, sending);
  }

  /** True where so many clients send one request after the other. */
  boolean isInTurn() {
    return open < Integer.MAX_VALUE;
  }

  /** How many are due at this time after the first. */
  int due(long nanos) {
    return (int) Math.min(count, Math.floor(nanos * perSecond / SECOND_NANOS) + 1);
  }

  /** When a request is due, after the first, which is number 0. */
  long dueNanos(int index) {
    return (long) Math.ceil(index * SECOND_NANOS / perSecond);
  }
}
