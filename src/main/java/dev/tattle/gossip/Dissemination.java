package dev.tattle.gossip;

import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;

/**
 * Decides when new deltas are sent: they gather for a while, then go to all peers that lack them.
 * {@link Gathering} and {@link Eager} do the rest in different ways.
 */
abstract class Dissemination {
  final Shared shared;
  final Store store;
  final GossipSettings settings;
  final Succession succession;
  final Outgoing outgoing;
  private long flushAtNanos = Long.MAX_VALUE;
  private long flushedNanos;

  Dissemination(Shared shared, Outgoing outgoing) {
    this.shared = shared;
    store = shared.store();
    settings = shared.settings();
    succession = shared.succession();
    this.outgoing = outgoing;
    flushedNanos = shared.nowNanos() - GossipDefaults.SPACING.toNanos();
  }

  /** Arranges to send what this node has added. */
  void added(Outbox out) {
    flushWithin(isRelay() ? share(settings.ownGather()) : settings.leafGather(), out);
  }

  /** Passes on new deltas that came from a peer to the peers that lack them. */
  abstract void arrived(Peer peer, GossipMessage message, Outbox out);

  /** Turns to a new relay: it must get what the last relay did not acknowledge. */
  abstract void relayChanged(Outbox out);

  /**
   * Notes that a peer has declared that it has this.
   *
   * @return true if something must be lost, because the peer has not got it
   */
  abstract boolean declared(Peer peer, GossipMessage message, VersionVector have, Outbox out);

  /**
   * Notes that a peer has said all that it has.
   *
   * @return true if the peer should have by now what it lacks
   */
  abstract boolean compared(Peer peer, Outbox out);

  /** Sends a peer what it lacks, as part of a flush. */
  abstract void sendDue(Peer peer, Outbox out);

  /** True if this node need not pass on what came with this message. */
  final boolean endsHere(Peer peer, GossipMessage message) {
    boolean isKnownToOthers =
        succession.dependsOn(peer)
            ? !settings.isInRounds()
            : message instanceof GossipMessage.EagerPush;
    return isKnownToOthers && !isRelay();
  }

  final boolean isRelay() {
    return succession.isRelay(shared.nowNanos());
  }

  /**
   * Sends late deltas at once to the peers on which this node depends. The others get them with the
   * next flush.
   */
  final void hurry(Outbox out) {
    for (Peer superior : succession.superiors()) {
      outgoing.push(superior, true, out);
    }
  }

  /**
   * The part of a gather time that this node takes. Deltas that pass several relays gather at each
   * for a part of the time.
   */
  final Duration share(Duration gather) {
    boolean isLong = !settings.isInRounds() && gather.compareTo(GossipDefaults.ON_THE_WAY) > 0;
    int least = isLong && !succession.leads() ? 2 : 1;
    return gather.dividedBy(Math.max(least, succession.relaysOnTheWay()));
  }

  /** Flushes after this time at the latest. */
  final void flushWithin(Duration gather, Outbox out) {
    long now = shared.nowNanos();
    long at = Math.max(now + gather.toNanos(), flushedNanos + GossipDefaults.SPACING.toNanos());
    if (at <= now) {
      flush(out);
    } else if (at < flushAtNanos) {
      flushAtNanos = at;
      out.setTimer(GossipTimer.Own.FLUSH, Duration.ofNanos(at - now));
    }
  }

  /** Flushes after this time and no sooner. */
  final void flushAfter(Duration gather, Outbox out) {
    flushAtNanos = Long.MAX_VALUE;
    flushWithin(gather, out);
  }

  /** Sends each peer what is due, and ends the gather time. */
  void flush(Outbox out) {
    if (isGathering()) {
      flushAtNanos = Long.MAX_VALUE;
      out.cancelTimer(GossipTimer.Own.FLUSH);
    }
    flushedNanos = shared.nowNanos();
    for (Peer peer : succession.targets(shared.nowNanos())) {
      sendDue(peer, out);
    }
  }

  /** Stops gathering, because there is nobody to send to. */
  final void comeToRest(Outbox out) {
    if (isGathering()) {
      flushAtNanos = Long.MAX_VALUE;
      out.cancelTimer(GossipTimer.Own.FLUSH);
    }
  }

  /** True while deltas gather for the next flush. */
  final boolean isGathering() {
    return flushAtNanos != Long.MAX_VALUE;
  }

  final long sinceFlushNanos() {
    return shared.nowNanos() - flushedNanos;
  }
}
