package dev.tattle.core.rpc;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait for a reply, and how often to ask again. Attempt k (from 1) waits for {@code
 * timeout · 2^(k-1)}, at most {@code maxTimeout}. A random addition of up to a quarter keeps nodes
 * that failed together from trying again together.
 *
 * @param attempts how many times the request is sent, at most; 1 for a request that must not happen
 *     twice
 */
public record RetryPolicy(Duration timeout, Duration maxTimeout, int attempts) {
  public RetryPolicy {
    if (timeout.isNegative() || timeout.isZero() || maxTimeout.compareTo(timeout) < 0) {
      throw new IllegalArgumentException("timeouts are out of order: " + timeout + maxTimeout);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts < 1: " + attempts);
    }
  }

  /** A policy of one attempt, for requests that must not happen twice. */
  public static RetryPolicy once(Duration timeout) {
    return new RetryPolicy(timeout, timeout, 1);
  }

  /** How long to wait for the answer to attempt k, from 1. */
  public Duration waitFor(int attempt, RandomGenerator random) {
    long nanos = timeout.toNanos();
    // One more doubling would overflow.
    int doublings = Math.min(attempt - 1, Long.numberOfLeadingZeros(nanos) - 1);
    long bounded = Math.min(nanos << doublings, maxTimeout.toNanos());
    return Duration.ofNanos(bounded + random.nextLong(bounded / 4 + 1));
  }
}
