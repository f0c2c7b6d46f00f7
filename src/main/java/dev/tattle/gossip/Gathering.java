package dev.tattle.gossip;

import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Parcel.Flag;
import java.time.Duration;

/** What is new goes to the relay, and from there, once enough has gathered, to all. */
final class Gathering extends Dissemination {
  Gathering(Shared shared, Outgoing outgoing) {
    super(shared, outgoing);
  }

  @Override
  void arrived(Peer peer, Parcel parcel, Outbox out) {
    if (endsHere(peer, parcel)) {
      return;
    }
    // Who leads depends, if on anybody, on all: they are sent it with the next flush.
    if (parcel.is(Flag.LATE) && !succession.leads()) {
      hurry(out);
    }
    if (parcel.is(Flag.LATE) && !isGathering()) {
      flushWithin(Duration.ZERO, out);
    } else if (succession.dependsOn(peer) && !isRelay()) {
      joinRound(out);
    } else {
      flushWithin(isRelay() ? share(settings.relayGather()) : settings.leafGather(), out);
    }
  }

  /** The relay has sent a round: the next one is due a gather time from now. */
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
  boolean declared(Peer peer, Parcel parcel, VersionVector have, Outbox out) {
    return false; // Numbers tell what is lost.
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
