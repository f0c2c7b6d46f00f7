package dev.tattle.gossip;

import dev.tattle.core.Environment;
import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Parcel.Flag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When what is new is sent, and to whom: it gathers for a while, and then goes to all who lack it.
 *
 * <p>Eagerly, it goes straight from where it was added to everybody, and nobody waits for an
 * acknowledgement: each declares to its relay what it has, and a relay sends what somebody should
 * have had by then.
 */
final class Dissemination {
  private final Environment environment;
  private final Store store;
  private final GossipSettings settings;
  private final Succession succession;
  private final Outgoing outgoing;
  private long flushAtNanos = Long.MAX_VALUE;
  private long flushedNanos;
  // Own versions: of the last addition that went straight to all, and of the last before a while.
  private long sentToAll;
  private long settledToAll;
  private long markedToAll;
  private long markedNanos;
  private boolean hasLate;
  // What was here at the flush before the last, and at the last.
  private VersionVector settled = VersionVector.EMPTY;
  private VersionVector recent = VersionVector.EMPTY;

  Dissemination(
      Environment environment,
      Store store,
      GossipSettings settings,
      Succession succession,
      Outgoing outgoing) {
    this.environment = environment;
    this.store = store;
    this.settings = settings;
    this.succession = succession;
    this.outgoing = outgoing;
    flushedNanos = environment.nowNanos() - Delays.SPACING.toNanos();
  }

  /** This node has added something. */
  void added(Outbox out) {
    if (settings.isEager()) {
      sendToAll(out);
    }
    boolean isRelay = succession.isRelay(environment.nowNanos());
    flushWithin(isRelay ? share(settings.ownGather()) : settings.leafGather(), out);
  }

  /** This node has another relay now: what the last one did not acknowledge goes to that one. */
  void relayChanged(Outbox out) {
    if (settings.isEager()) {
      // It was sent most of it by others.
      succession.superiors().forEach(superior -> outgoing.ask(superior, out));
    } else {
      hurry(out);
      flush(out);
    }
  }

  /** True where a peer should have had more by now than it has, as it was sent to all. */
  boolean hasMissed(Peer peer) {
    return !peer.known.covers(settled);
  }

  /** Relays have to hear of it in any case: they are sent it as usual. */
  private void sendToAll(Outbox out) {
    if (environment.nowNanos() - markedNanos >= Delays.OVERLAP.toNanos()) {
      markedNanos = environment.nowNanos();
      settledToAll = markedToAll;
      markedToAll = sentToAll;
    }
    List<Delta> deltas = newForAll();
    if (!deltas.isEmpty()) {
      for (Peer peer : succession.everybody()) {
        if (!succession.dependsOn(peer)) {
          outgoing.sendEagerly(peer, deltas, out);
        }
      }
    }
    sentToAll = store.version(store.self());
  }

  /** With what went a short while ago, as far as it fits: that may be overtaken, or lost. */
  private List<Delta> newForAll() {
    List<Delta> deltas = ownSince(settledToAll);
    return Delta.versions(deltas).covers(own(store.version(store.self())))
        ? deltas
        : ownSince(sentToAll);
  }

  private List<Delta> ownSince(long version) {
    return store.since(store.versions().replacing(own(version)), Gossip.MAX_BATCH_BYTES);
  }

  private VersionVector own(long version) {
    return new VersionVector(new TreeMap<>(Map.of(store.self(), version)));
  }

  /** Superiors are sent what has waited long enough at once, the others with the next flush. */
  private void hurry(Outbox out) {
    succession.superiors().forEach(superior -> outgoing.push(superior, true, out));
    hasLate = true;
  }

  /** Something that came from a peer was new: it is passed on to those who lack it. */
  void arrived(Peer peer, Parcel parcel, Outbox out) {
    boolean isRelay = succession.isRelay(environment.nowNanos());
    boolean isFromRelay = succession.dependsOn(peer);
    if (!isRelay && (isFromRelay ? !settings.isInRounds() : parcel.is(Flag.EAGER))) {
      return; // Nobody else needs to be sent it.
    }
    if (parcel.is(Flag.LATE) && !succession.leads()) {
      hurry(out);
    }
    hasLate |= parcel.is(Flag.LATE);
    if (parcel.is(Flag.LATE) && (!isGathering() || settings.isEager())) {
      flushWithin(Duration.ZERO, out);
    } else if (isFromRelay && !isRelay) {
      joinRound(out);
    } else {
      flushWithin(isRelay ? share(settings.relayGather()) : settings.leafGather(), out);
    }
  }

  /** The relay has sent a round: the next one is due a gather time from now. */
  private void joinRound(Outbox out) {
    long sinceNanos = environment.nowNanos() - flushedNanos;
    if (isGathering() && sinceNanos > settings.leafGather().toNanos() / 2) {
      flush(out);
    } else if (isGathering()) {
      flushAtNanos = Long.MAX_VALUE;
      flushWithin(settings.leafGather(), out);
    }
  }

  /** What gathers at several relays gathers at each for a part of the time. */
  private Duration share(Duration gather) {
    return gather.dividedBy(succession.relaysOnTheWay());
  }

  private void flushWithin(Duration gather, Outbox out) {
    long now = environment.nowNanos();
    long at = Math.max(now + gather.toNanos(), flushedNanos + Delays.SPACING.toNanos());
    if (at <= now) {
      flush(out);
    } else if (at < flushAtNanos) {
      flushAtNanos = at;
      out.setTimer(GossipTimer.Own.FLUSH, Duration.ofNanos(at - now));
    }
  }

  /** Sends everybody what is due; the timer's time has come. */
  void flush(Outbox out) {
    if (isGathering()) {
      flushAtNanos = Long.MAX_VALUE;
      out.cancelTimer(GossipTimer.Own.FLUSH);
    }
    flushedNanos = environment.nowNanos();
    for (Peer peer : succession.targets(environment.nowNanos())) {
      if (settings.isEager() && !hasLate && !succession.dependsOn(peer)) {
        outgoing.expect(peer, out);
      } else {
        outgoing.push(peer, false, out);
      }
    }
    hasLate = false;
    settled = recent;
    recent = store.versions();
  }

  /** True while something waits to share messages. */
  boolean isGathering() {
    return flushAtNanos != Long.MAX_VALUE;
  }
}
