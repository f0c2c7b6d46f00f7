package dev.tattle.gossip;

import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;

/**
 * When what is new is sent: it gathers for a while, and then goes to all who lack it. What else
 * there is to it differs: {@link Gathering}, {@link Eager}.
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

  /** This node has added something. */
  void added(Outbox out) {
    flushWithin(isRelay() ? share(settings.ownGather()) : settings.leafGather(), out);
  }

  /** Something that came from a peer was new: it is passed on to those who lack it. */
  abstract void arrived(Peer peer, GossipMessage message, Outbox out);

  /** This node has another relay now: what the last one did not acknowledge goes to that one. */
  abstract void relayChanged(Outbox out);

  /**
   * A peer has declared that it has this.
   *
   * @return true if something must be lost, as it has not got it
   */
  abstract boolean declared(Peer peer, GossipMessage message, VersionVector have, Outbox out);

  /**
   * A peer has said all that it has.
   *
   * @return true if what it lacks should have been there by now
   */
  abstract boolean compared(Peer peer, Outbox out);

  /** The time has come for what a peer lacks. */
  abstract void sendDue(Peer peer, Outbox out);

  /** True where nobody is to be sent on what came with this message. */
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

  /** Superiors are sent what has waited long enough at once, the others with the next flush. */
  final void hurry(Outbox out) {
    for (Peer superior : succession.superiors()) {
      outgoing.push(superior, true, out);
    }
  }

  /** What gathers at several relays gathers at each for a part of the time. */
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

  /** Sends everybody what is due; the timer's time has come. */
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

  /** There is nobody to send to. */
  final void comeToRest(Outbox out) {
    if (isGathering()) {
      flushAtNanos = Long.MAX_VALUE;
      out.cancelTimer(GossipTimer.Own.FLUSH);
    }
  }

  /** True while something waits to share messages. */
  final boolean isGathering() {
    return flushAtNanos != Long.MAX_VALUE;
  }

  final long sinceFlushNanos() {
    return shared.nowNanos() - flushedNanos;
  }
}
