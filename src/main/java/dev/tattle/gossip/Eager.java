package dev.tattle.gossip;

import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends new deltas straight from the node that added them to all others, which do not acknowledge
 * them to that node. Each node declares to its relay what it has, and the relay sends what a node
 * should have by then but lacks.
 */
final class Eager extends Dissemination {
  // Versions of this node's own deltas: those sent straight to all; those sent before the last
  // mark; and those sent before the mark before it. Marks are at least OVERLAP apart.
  private long sentToAll;
  private long settledToAll;
  private long markedToAll;
  private long markedNanos;
  // Late deltas came, which did not go straight to all.
  private boolean hasLate;
  // What the store had at the flush before the last, and at the last.
  private VersionVector settled = VersionVector.EMPTY;
  private VersionVector recent = VersionVector.EMPTY;

  Eager(Shared shared, Outgoing outgoing) {
    super(shared, outgoing);
  }

  /**
   * Sends new deltas straight to all but the relay. The relay must get them in any case, so it gets
   * them with acknowledgement, as usual.
   */
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

  /**
   * The new deltas, and those sent a short while ago if all fit: those may be overtaken or lost.
   */
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
    // A leader has no single upstream: its next flush reaches every neighbour.
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

  /** The new relay probably has most of this already, so this node asks before it sends. */
  @Override
  void relayChanged(Outbox out) {
    succession.superiors().forEach(superior -> outgoing.ask(superior, out));
  }

  @Override
  boolean declared(Peer peer, GossipMessage message, VersionVector have, Outbox out) {
    if (succession.dependsOn(peer)) {
      // An answer says what the relay lacks, whether or not that was sent to all.
      return message instanceof GossipMessage.DigestAnswer;
    }
    boolean isLost = !have.isEmpty() && hasMissed(peer);
    if (!store.versions().covers(have) && !peer.underWay.isAsking()) {
      outgoing.ask(peer, out); // Something sent to all did not arrive here.
    }
    return isLost;
  }

  @Override
  boolean compared(Peer peer, Outbox out) {
    boolean isOverdue = hasMissed(peer);
    if (!isOverdue && !hasLate && !succession.dependsOn(peer)) { // Late deltas go out soon.
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
