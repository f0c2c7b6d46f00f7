package dev.tattle.runtime.cluster.peer;

import java.util.random.RandomGenerator;

/**
 * Computes how long to wait before the next attempt. The wait doubles each time, up to a bound. A
 * random part of up to half of it is taken off, so that nodes that lost the same peer do not all
 * come back at once.
 */
final class Backoff {
  private final long firstMillis;
  private final long mostMillis;
  private final RandomGenerator random;
  private long nextMillis;

  Backoff(long firstMillis, long mostMillis, RandomGenerator random) {
    this.firstMillis = firstMillis;
    this.mostMillis = mostMillis;
    this.random = random;
    nextMillis = firstMillis;
  }

  /** The next wait in milliseconds, at least one. */
  long nextMillis() {
    long most = nextMillis;
    nextMillis = Math.min(mostMillis, 2 * most);
    return Math.max(1, most - random.nextLong(most / 2 + 1));
  }

  /** Starts again with the shortest wait. Call it after a success. */
  void reset() {
    nextMillis = firstMillis;
  }
}
