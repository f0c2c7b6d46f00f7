package dev.tattle.gossip;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait for an answer: the smoothed round-trip time and its variation, doubled with each
 * attempt. One estimate serves all peers, so that one who was never asked is not waited for longer.
 * Source: RFC 6298, with bounds for a network of milliseconds.
 */
final class RoundTrip {
  private final long probeNanos;
  private long smoothedNanos;
  private long variationNanos;

  /**
   * @param probe the time between two attempts from the third on, however long round trips are: who
   *     is away comes back without a word
   */
  RoundTrip(Duration probe) {
    probeNanos = probe.toNanos();
  }

  /** An answer took this long. */
  void sample(long measuredNanos) {
    // What took so much longer waited for a peer that stood still, and says little of the next.
    long nanos = Math.min(measuredNanos, 2 * smoothedNanos + GossipDefaults.INITIAL_TIMEOUT_NANOS);
    if (smoothedNanos == 0) {
      smoothedNanos = nanos;
      variationNanos = nanos / 2;
    } else {
      variationNanos += (Math.abs(smoothedNanos - nanos) - variationNanos) / 4;
      smoothedNanos += (nanos - smoothedNanos) / 8;
    }
  }

  /** How long to wait for the answer to attempt k, from 1. */
  Duration timeout(int attempt, RandomGenerator random) {
    long nanos =
        switch (attempt) {
          case 1 -> baseNanos();
          case 2 -> Math.max(baseNanos(), probeNanos);
          default -> probeNanos;
        };
    return Duration.ofNanos(nanos + random.nextLong(nanos / 8 + 1));
  }

  /** Longer than round trips take, but for a few. */
  long longNanos() {
    return smoothedNanos == 0 ? GossipDefaults.MIN_TIMEOUT_NANOS : baseNanos();
  }

  /**
   * How long after it was sent a message is lost, if the peer has got a later one and not this one:
   * 9/8 of a round trip (RFC 9002, 6.1.2). It needs no margin for a network that is slow at times,
   * because the later message was as fast as that.
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
