package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Parcel.Flag;
import java.time.Duration;
import java.util.List;

/**
 * What a message brings: deltas are joined, what it says of its sender is believed of the sender's
 * present incarnation, and it is answered at once or with the next message that goes there.
 */
final class Incoming {
  private final Shared shared;
  private final Store store;
  private final DeltaRecords records;
  private final GossipSettings settings;
  private final Succession succession;
  private final Outgoing outgoing;
  private final Dissemination dissemination;

  Incoming(Shared shared, DeltaRecords records, Outgoing outgoing, Dissemination dissemination) {
    this.shared = shared;
    store = shared.store();
    settings = shared.settings();
    succession = shared.succession();
    this.records = records;
    this.outgoing = outgoing;
    this.dissemination = dissemination;
  }

  /**
   * Takes a message.
   *
   * @param body as it came, for the words of a refusal
   * @return true if it brought something new into the store
   */
  boolean take(Peer peer, Parcel parcel, Body body, Outbox out) {
    boolean changed = join(peer, parcel, body, out);
    boolean wasAway = peer.heard(shared.nowNanos());
    if (parcel.type().equals(GossipBodies.DIGEST_OK)) {
      peer.answeredAs(parcel.incarnation(), parcel.re());
    }
    if (!peer.incarnation.isPresent(parcel.incarnation())) {
      outgoing.doubt(peer, out);
    } else if (peer.state() == PeerState.PRESENT) {
      learn(peer, parcel, wasAway, out);
    }
    if (changed) {
      dissemination.arrived(peer, parcel, out);
    }
    answer(peer, parcel, out);
    return changed;
  }

  /** Nothing is joined of a message with a malformed delta, or while the disk can't be written. */
  private boolean join(Peer peer, Parcel parcel, Body body, Outbox out) {
    try {
      for (Delta delta : parcel.deltas()) {
        store.isNews(delta);
      }
    } catch (IllegalArgumentException e) {
      throw body.malformed("deltas", "content of '" + settings.kind() + "'", "" + e.getMessage());
    }
    boolean changed = false;
    List<Peer> waiting = acknowledgedTo(peer, parcel);
    long now = shared.nowNanos();
    for (Delta delta : parcel.deltas()) {
      if (records.areKept() && store.isNews(delta)) {
        records.append(delta, store, out);
      }
      changed |= store.join(delta);
      for (Peer toTell : waiting) {
        toTell.owed.addAck(delta.origin(), now);
      }
    }
    return changed;
  }

  /** Who is to hear what has arrived: the sender, or the relay of what was sent to all. */
  private List<Peer> acknowledgedTo(Peer sender, Parcel parcel) {
    return parcel.is(Flag.EAGER) ? succession.superiors() : List.of(sender);
  }

  /** Takes what a peer says of itself in its present incarnation. */
  private void learn(Peer peer, Parcel parcel, boolean wasAway, Outbox out) {
    boolean isLatest = parcel.number() > peer.incarnation.heardNumber();
    boolean isComplete = parcel.is(Flag.ALL) && isLatest;
    peer.incarnation.heard(parcel.number(), shared.nowNanos());
    VersionVector content = Delta.versions(parcel.deltas());
    VersionVector have = parcel.have().join(content);
    if (isComplete) {
      peer.underWay.saidAll(have);
    } else {
      peer.underWay.said(have);
    }
    boolean isLost = outgoing.answered(peer, parcel, out);
    if (parcel.is(Flag.EAGER)) {
      for (Peer superior : succession.superiors()) {
        superior.underWay.assume(content);
      }
    } else {
      isLost |= dissemination.declared(peer, parcel, have, out);
    }
    if (isLatest) { // Who depends on this node says so each time.
      peer.lease(parcel.is(Flag.ASK) ? shared.nowNanos() + Delays.LEASE.toNanos() : 0);
    }
    if (wasAway) {
      // What it lacks goes out now, not after the back-off.
      outgoing.abandon(peer, out);
      isLost |= succession.isTarget(peer, shared.nowNanos());
    } else if (isLost) {
      peer.underWay.forget();
    }
    if (!parcel.type().equals(GossipBodies.DIGEST)) { // Its answer brings what it lacks.
      // One that was overtaken tells what was lacking then; what is under way since is not sent.
      mend(peer, isLost, parcel.is(Flag.ALL), out);
    }
    if (isComplete && parcel.is(Flag.ASK) && !succession.dependsOn(peer)) {
      // A peer that depends on this node compares all that it has: it will be told the same.
      peer.owed.all();
    }
  }

  private void mend(Peer peer, boolean isLost, boolean tellsAll, Outbox out) {
    if (isLost || (tellsAll && dissemination.compared(peer, out))) {
      outgoing.push(peer, true, out);
    } else if (peer.underWay.isDue()) {
      outgoing.push(peer, false, out);
    }
  }

  private void answer(Peer peer, Parcel parcel, Outbox out) {
    if (parcel.type().equals(GossipBodies.DIGEST)) {
      onDigest(peer, parcel, out);
    } else if (parcel.isUrgent() || hasGap(parcel)) {
      outgoing.acknowledge(peer, out);
    } else {
      for (Peer waiting : acknowledgedTo(peer, parcel)) {
        letRide(waiting, out);
      }
    }
  }

  private void letRide(Peer waiting, Outbox out) {
    if (!waiting.owed.acks().isEmpty()) {
      Duration idle = settings.ackIdle(!succession.dependsOn(waiting));
      Duration wait = waiting.owed.ackWait(idle, shared.nowNanos());
      out.setTimer(new GossipTimer.Ack(waiting.id), wait);
    }
  }

  private void onDigest(Peer peer, Parcel digest, Outbox out) {
    boolean isPresent = peer.state() == PeerState.PRESENT;
    boolean isCrossing =
        isPresent && peer.underWay.isAsking() && outgoing.isForThisIncarnation(digest.re());
    if (!isCrossing && !peer.owed.isDueAnswer(digest.incarnation(), shared.nowNanos())) {
      return; // One is under way, and what it holds is waited for.
    }
    if (isPresent) {
      outgoing.abandon(peer, out);
    }
    if (isCrossing) {
      // Each has told the other all: neither needs an answer.
      outgoing.push(peer, true, out);
    } else {
      outgoing.answer(peer, digest, out);
    }
  }

  private boolean hasGap(Parcel parcel) {
    for (Delta delta : parcel.deltas()) {
      if (delta.version() > store.version(delta.origin())) {
        return true;
      }
    }
    return false;
  }
}
