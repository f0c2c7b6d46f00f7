package dev.tattle.gossip;

import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;

/** Sends new deltas to the relay. The relay gathers them for a while, then sends them to all. */
final class Gathering extends Dissemination {
  Gathering(Shared shared, Outgoing outgoing) {
    super(shared, outgoing);
  }

  @Override
  void arrived(Peer peer, GossipMessage message, Outbox out) {
    if (endsHere(peer, message)) {
      return;
    }
    boolean isLate = message.isLate();
    // A leader has no single upstream: its next flush reaches every neighbour.
    if (isLate && !succession.leads()) {
      hurry(out);
    }
    if (isLate && (isRelay() || !isGathering())) {
      // Late deltas join what gathers anyway: else each loss at a relay would cost a message to
      // all.
      flushWithin(isGathering() ? settings.lateGather() : Duration.ZERO, out);
    } else if (succession.dependsOn(peer) && !isRelay()) {
      joinRound(out);
    } else {
      flushWithin(isRelay() ? share(settings.relayGather()) : settings.leafGather(), out);
    }
  }

  /** Joins the round that the relay has just sent: the next one is due a gather time from now. */
  private void joinRound(Outbox out) {
    if (isGathering() && sinceFlushNanos() > settings.leafGather().toNanos() / 2) {
      flush(out);
    } else if (isGathering()) {
      flushAfter(settings.leafGather(), out);
    }
  }

  @Override
  void relayChanged(Outbox out) {
    hurry(out);
    flush(out);
  }

  @Override
  boolean declared(Peer peer, GossipMessage message, VersionVector have, Outbox out) {
    return false; // The numbers of the messages show what is lost.
  }

  @Override
  boolean compared(Peer peer, Outbox out) {
    return !isGathering();
  }

  @Override
  void sendDue(Peer peer, Outbox out) {
    outgoing.push(peer, false, out);
  }
}
