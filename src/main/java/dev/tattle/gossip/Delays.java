package dev.tattle.gossip;

import java.time.Duration;

/** All the engine's times but the gather times, which its user sets. */
final class Delays {
  /** An acknowledgement rides on the next message, but waits at most this long for one. */
  static final long ACK_NANOS = Duration.ofMillis(1500).toNanos();

  /** Two flushes are at least so far apart, however short the gather time is. */
  static final Duration SPACING = Duration.ofMillis(10);

  /** For how long a peer that asked is sent what is new. */
  static final Duration LEASE = Duration.ofSeconds(3);

  /** How often an asking node asks again. */
  static final Duration RENEWAL = LEASE.dividedBy(3);

  /** How often, on average, a node compares all that it has with its relay. */
  static final Duration ANTI_ENTROPY = Duration.ofSeconds(20);

  /** What went straight to all goes with what is new there for so long again, or twice. */
  static final Duration OVERLAP = Duration.ofMillis(500);

  /** How long after the latest delta a node compares, where those were sent straight to all. */
  static final Duration QUIET = Duration.ofMillis(1500);

  /** What a peer said longer ago may have been overtaken by others: asking is cheaper. */
  static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  private Delays() {}

  /**
   * How much longer an acknowledgement may wait for a message to ride on: so long after the latest
   * delta, and {@link #ACK_NANOS} after the first. Less than zero where it should have gone.
   *
   * @param sinceNanos when the first delta came
   */
  static Duration ride(long sinceNanos, Duration idle, long nowNanos) {
    long left = sinceNanos + ACK_NANOS - nowNanos;
    return Duration.ofNanos(Math.min(left, idle.toNanos()));
  }
}
