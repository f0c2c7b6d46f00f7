package dev.tattle.gossip;

import dev.tattle.crdt.ReplicaId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Knows what this node must still tell a peer: acknowledgements, answers, and all that is here. */
final class Owed {
  private final Set<ReplicaId> acks = new LinkedHashSet<>();
  private long acksSinceNanos;
  private long acksDueNanos = Long.MAX_VALUE;
  private boolean isAll;
  private long answeredIncarnation;
  private long answeredNanos;

  /** Notes that the peer waits for an acknowledgement of deltas of this replica. */
  void addAck(ReplicaId origin, long nowNanos) {
    if (acks.isEmpty()) {
      acksSinceNanos = nowNanos;
    }
    acks.add(origin);
  }

  /** The replicas whose deltas came and are not acknowledged to the peer yet. */
  Set<ReplicaId> acks() {
    return Collections.unmodifiableSet(acks);
  }

  /** Makes the acknowledgement go within this time, whatever else comes. */
  void ackWithin(Duration most, long nowNanos) {
    acksDueNanos = Math.min(acksDueNanos, nowNanos + most.toNanos());
  }

  /** How long the acknowledgement may still wait for a message to ride on. */
  Duration ackWait(Duration idle, long nowNanos) {
    Duration most = Duration.ofNanos(Math.min(idle.toNanos(), acksDueNanos - nowNanos));
    Duration wait = rideWait(acksSinceNanos, most, nowNanos);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /**
   * How much longer an acknowledgement may wait for a message to ride on: {@code idle} after the
   * latest delta, but at most {@link GossipDefaults#ACK_NANOS} after the first. Negative if it
   * should have gone by now.
   *
   * @param sinceNanos when the first delta came
   */
  static Duration rideWait(long sinceNanos, Duration idle, long nowNanos) {
    long left = sinceNanos + GossipDefaults.ACK_NANOS - nowNanos;
    return Duration.ofNanos(Math.min(left, idle.toNanos()));
  }

  /** Makes the next message to the peer say all that is here. */
  void all() {
    isAll = true;
  }

  boolean isAll() {
    return isAll;
  }

  /** Notes a message to the peer, which says all of this. Answers are messages of their own. */
  void paid() {
    acks.clear();
    acksDueNanos = Long.MAX_VALUE;
    isAll = false;
  }

  /**
   * Notes a question of an incarnation of the peer. While this node was away, the peer may have
   * asked again and again; one answer will do.
   *
   * @return false if that incarnation was answered just now
   */
  boolean isDueAnswer(long incarnation, long nowNanos) {
    boolean isDue =
        answeredIncarnation != incarnation
            || nowNanos - answeredNanos >= GossipDefaults.SPACING.toNanos();
    if (isDue) {
      answeredIncarnation = incarnation;
      answeredNanos = nowNanos;
    }
    return isDue;
  }
}
