package dev.tattle.runtime.cluster.peer;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, up to a bound, less up to half
 * of it by chance, so that those who lost the same peer do not come back all at once.
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

  /** Milliseconds, at least one. */
  long nextMillis() {
    long most = nextMillis;
    nextMillis = Math.min(mostMillis, 2 * most);
    return Math.max(1, most - random.nextLong(most / 2 + 1));
  }

  /** An attempt has succeeded. */
  void reset() {
    nextMillis = firstMillis;
  }
}
