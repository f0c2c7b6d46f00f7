package dev.tattle.gossip;

import dev.tattle.crdt.ReplicaId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What this node owes a peer: acknowledgements, answers, and word of all that is here. */
final class Owed {
  private final Set<ReplicaId> acks = new LinkedHashSet<>();
  private long acksSinceNanos;
  private long acksDueNanos = Long.MAX_VALUE;
  private boolean isAll;
  private long answeredIncarnation;
  private long answeredNanos;

  /** The peer waits to hear that deltas of this replica arrived. */
  void addAck(ReplicaId origin, long nowNanos) {
    if (acks.isEmpty()) {
      acksSinceNanos = nowNanos;
    }
    acks.add(origin);
  }

  /** The replicas of which something came that the peer was not told to be here. */
  Set<ReplicaId> acks() {
    return Collections.unmodifiableSet(acks);
  }

  /** The acknowledgement goes within this time, whatever else comes. */
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
   * How much longer an acknowledgement may wait for a message to ride on: so long after the latest
   * delta, and {@link GossipDefaults#ACK_NANOS} after the first. Less than zero where it should
   * have gone.
   *
   * @param sinceNanos when the first delta came
   */
  static Duration rideWait(long sinceNanos, Duration idle, long nowNanos) {
    long left = sinceNanos + GossipDefaults.ACK_NANOS - nowNanos;
    return Duration.ofNanos(Math.min(left, idle.toNanos()));
  }

  /** The next message to the peer says all that is here. */
  void all() {
    isAll = true;
  }

  boolean isAll() {
    return isAll;
  }

  /** A message goes to the peer and says what is owed; answers go by themselves. */
  void paid() {
    acks.clear();
    acksDueNanos = Long.MAX_VALUE;
    isAll = false;
  }

  /**
   * An incarnation of the peer has put a question. While this node was away it may have put it
   * again and again, and one answer will do.
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
