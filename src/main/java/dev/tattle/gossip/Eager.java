package dev.tattle.gossip;

import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is new goes straight from where it was added to everybody, and nobody waits for an
 * acknowledgement: each declares to its relay what it has, and a relay sends what somebody should
 * have had by then.
 */
final class Eager extends Dissemination {
  // Own versions: of the last addition that went straight to all, and of the last before a while.
  private long sentToAll;
  private long settledToAll;
  private long markedToAll;
  private long markedNanos;
  // Something came late: it did not go straight to all.
  private boolean hasLate;
  // What was here at the flush before the last, and at the last.
  private VersionVector settled = VersionVector.EMPTY;
  private VersionVector recent = VersionVector.EMPTY;

  Eager(Shared shared, Outgoing outgoing) {
    super(shared, outgoing);
  }

  /** Relays have to hear of it in any case: they are sent it as usual. */
  @Override
  void added(Outbox out) {
    if (shared.nowNanos() - markedNanos >= GossipDefaults.OVERLAP.toNanos()) {
      markedNanos = shared.nowNanos();
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
    super.added(out);
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

  @Override
  void arrived(Peer peer, GossipMessage message, Outbox out) {
    if (!endsHere(peer, message)) {
      passOn(message.isLate(), out);
    }
    if (!succession.leads()) {
      out.setTimer(GossipTimer.Own.QUIET, GossipDefaults.QUIET);
    }
  }

  private void passOn(boolean isLate, Outbox out) {
    // Who leads depends, if on anybody, on all: they are sent it with the next flush.
    if (isLate && !succession.leads()) {
      hurry(out);
    }
    hasLate |= isLate;
    if (isLate) {
      flushWithin(Duration.ZERO, out);
    } else {
      flushWithin(isRelay() ? share(settings.relayGather()) : settings.leafGather(), out);
    }
  }

  /** It was sent most of what is here by others. */
  @Override
  void relayChanged(Outbox out) {
    succession.superiors().forEach(superior -> outgoing.ask(superior, out));
  }

  @Override
  boolean declared(Peer peer, GossipMessage message, VersionVector have, Outbox out) {
    if (succession.dependsOn(peer)) {
      // An answer says what the relay lacks, be it sent to all or not.
      return message instanceof GossipMessage.DigestAnswer;
    }
    boolean isLost = !have.isEmpty() && hasMissed(peer);
    if (!store.versions().covers(have) && !peer.underWay.isAsking()) {
      outgoing.ask(peer, out); // What was sent to all did not arrive here.
    }
    return isLost;
  }

  @Override
  boolean compared(Peer peer, Outbox out) {
    boolean isOverdue = hasMissed(peer);
    if (!isOverdue && !hasLate && !succession.dependsOn(peer)) { // What is late goes out soon.
      outgoing.expect(peer, out);
    }
    return isOverdue;
  }

  private boolean hasMissed(Peer peer) {
    return !peer.underWay.wasSent(settled);
  }

  @Override
  void sendDue(Peer peer, Outbox out) {
    if (hasLate || succession.dependsOn(peer)) {
      outgoing.push(peer, false, out);
    } else {
      outgoing.expect(peer, out);
    }
  }

  @Override
  void flush(Outbox out) {
    super.flush(out);
    hasLate = false;
    settled = recent;
    recent = store.versions();
  }
}
