package dev.tattle.gossip;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Estimates how long to wait for an answer, by the smoothed round-trip time and its variation. One
 * estimate serves all peers, so that this node does not wait longer for a peer that it never asked
 * before. Source: RFC 6298, with bounds for a network of milliseconds.
 */
final class RoundTrip {
  private final long probeNanos;
  private long smoothedNanos;
  private long variationNanos;

  /**
   * Makes an estimate without samples.
   *
   * @param probe the time between two attempts from the third on, however long round trips are,
   *     because a peer that comes back does not say so
   */
  RoundTrip(Duration probe) {
    probeNanos = probe.toNanos();
  }

  /** Takes the time that an answer took. */
  void sample(long measuredNanos) {
    // A longer answer waited for a peer that stood still, and predicts little about the next.
    long nanos = Math.min(measuredNanos, 2 * smoothedNanos + GossipDefaults.INITIAL_TIMEOUT_NANOS);
    if (smoothedNanos == 0) {
      smoothedNanos = nanos;
      variationNanos = nanos / 2;
    } else {
      variationNanos += (Math.abs(smoothedNanos - nanos) - variationNanos) / 4;
      smoothedNanos += (nanos - smoothedNanos) / 8;
    }
  }

  /** How long to wait for the answer to this attempt, counted from 1. */
  Duration timeout(int attempt, RandomGenerator random) {
    long nanos =
        switch (attempt) {
          case 1 -> baseNanos();
          case 2 -> Math.max(baseNanos(), probeNanos);
          default -> probeNanos;
        };
    return Duration.ofNanos(nanos + random.nextLong(nanos / 8 + 1));
  }

  /** A time in which almost all round trips end. */
  long longNanos() {
    return smoothedNanos == 0 ? GossipDefaults.MIN_TIMEOUT_NANOS : baseNanos();
  }

  /**
   * How long after it was sent a message counts as lost, if the peer has got a later one: 9/8 of a
   * round trip (RFC 9002, 6.1.2). This needs no margin for a network that is slow at times, because
   * the later message did arrive in time.
   */
  long overtakenNanos() {
    return smoothedNanos == 0 ? longNanos() : smoothedNanos + smoothedNanos / 8;
  }

  private long baseNanos() {
    return smoothedNanos == 0
        ? GossipDefaults.INITIAL_TIMEOUT_NANOS
        : Math.min(
            GossipDefaults.MAX_TIMEOUT_NANOS,
            Math.max(GossipDefaults.MIN_TIMEOUT_NANOS, smoothedNanos + 4 * variationNanos));
  }
}
