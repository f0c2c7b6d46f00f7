package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Outbox;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.GossipMessage.Digest;
import dev.tattle.gossip.GossipMessage.DigestAnswer;
import dev.tattle.gossip.GossipMessage.EagerPush;
import dev.tattle.gossip.GossipMessage.Header;
import dev.tattle.gossip.GossipMessage.Push;
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
  private long comparisons;

  Incoming(Shared shared, DeltaRecords records, Outgoing outgoing, Dissemination dissemination) {
    this.shared = shared;
    store = shared.store();
    settings = shared.settings();
    succession = shared.succession();
    this.records = records;
    this.outgoing = outgoing;
    this.dissemination = dissemination;
  }

  /** How many messages have told all that their sender has. */
  long comparisons() {
    return comparisons;
  }

  /**
   * Takes a message.
   *
   * @param body as it came, for the words of a refusal
   * @return true if it brought something new into the store
   */
  boolean take(Peer peer, GossipMessage message, Body body, Outbox out) {
    Header header = message.header();
    comparisons += header.hasAll() ? 1 : 0;
    boolean changed = join(message.deltas(), body, acknowledgedTo(peer, message), out);
    boolean wasAway = peer.heard(shared.nowNanos());
    if (message instanceof DigestAnswer) {
      peer.answeredAs(header.incarnation(), header.re());
    }
    if (!peer.incarnation.isPresent(header.incarnation())) {
      outgoing.doubt(peer, out);
    } else if (peer.state() == PeerState.PRESENT) {
      learn(peer, message, wasAway, out);
    }
    if (changed) {
      dissemination.arrived(peer, message, out);
    }
    answer(peer, message, out);
    return changed;
  }

  /**
   * Joins what a message brings: nothing of one with a malformed delta, or while the disk can't be
   * written.
   *
   * @param body as it came, for the words of a refusal
   * @param waiting who is to hear that it has arrived
   * @return true if it brought something new into the store
   */
  boolean join(List<Delta> deltas, Body body, List<Peer> waiting, Outbox out) {
    try {
      for (Delta delta : deltas) {
        boolean isOwn = delta.origin().equals(store.self());
        if (store.isNews(delta) && isOwn && records.isFresh()) {
          throw new IllegalArgumentException("it adds to what is this node's own");
        }
      }
    } catch (IllegalArgumentException e) {
      throw body.malformed("deltas", "content of '" + settings.kind() + "'", "" + e.getMessage());
    }
    boolean changed = false;
    long now = shared.nowNanos();
    for (Delta delta : deltas) {
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
  private List<Peer> acknowledgedTo(Peer sender, GossipMessage message) {
    return message instanceof EagerPush ? succession.superiors() : List.of(sender);
  }

  /** Takes what a peer says of itself in its present incarnation. */
  private void learn(Peer peer, GossipMessage message, boolean wasAway, Outbox out) {
    Header header = message.header();
    boolean isLatest = header.number() > peer.incarnation.heardNumber();
    peer.incarnation.heard(header.number(), shared.nowNanos());
    boolean isLost = believe(peer, message, isLatest, out);
    if (isLatest) { // Who depends on this node says so each time.
      peer.lease(header.isAsking() ? shared.nowNanos() + GossipDefaults.LEASE.toNanos() : 0);
    }
    if (wasAway) {
      // What it lacks goes out now, not after the back-off.
      outgoing.abandon(peer, out);
      isLost |= succession.isTarget(peer, shared.nowNanos());
    } else if (isLost) {
      peer.underWay.forget();
    }
    if (!(message instanceof Digest)) { // Its answer brings what it lacks.
      // One that was overtaken tells what was lacking then; what is under way since is not sent.
      mend(peer, isLost, header.hasAll(), out);
    }
    if (isLatest && header.hasAll() && header.isAsking() && !succession.dependsOn(peer)) {
      // A peer that depends on this node compares all that it has: it will be told the same.
      peer.owed.all();
    }
  }

  /**
   * Takes what a peer says that it has.
   *
   * @return true if some of what was under way to it is lost
   */
  private boolean believe(Peer peer, GossipMessage message, boolean isLatest, Outbox out) {
    Header header = message.header();
    VersionVector content = Delta.versions(message.deltas());
    VersionVector have = header.have().join(content);
    if (header.hasAll() && isLatest) {
      peer.underWay.saidAll(have);
    } else {
      peer.underWay.said(have);
    }
    boolean isLost = outgoing.answered(peer, header, out);
    if (message instanceof EagerPush) {
      for (Peer superior : succession.superiors()) {
        superior.underWay.assume(content);
      }
    } else {
      isLost |= dissemination.declared(peer, message, have, out);
    }
    return isLost;
  }

  private void mend(Peer peer, boolean isLost, boolean tellsAll, Outbox out) {
    if (isLost || (tellsAll && dissemination.compared(peer, out))) {
      outgoing.push(peer, true, out);
    } else if (peer.underWay.isDue()) {
      outgoing.push(peer, false, out);
    }
  }

  private void answer(Peer peer, GossipMessage message, Outbox out) {
    if (message instanceof Digest) {
      onDigest(peer, message.header(), out);
    } else if (message.isUrgent() || (hasGap(message) && !settings.isEager())) {
      outgoing.acknowledge(peer, out);
    } else {
      boolean hasMissed = settings.isEager() && hasMissed(peer, message);
      for (Peer waiting : acknowledgedTo(peer, message)) {
        letRide(waiting, hasMissed, out);
      }
    }
  }

  /** True where something sent to all did not arrive here, or the relay takes that for possible. */
  private boolean hasMissed(Peer peer, GossipMessage message) {
    return hasGap(message) || (message instanceof Push && succession.dependsOn(peer));
  }

  private void letRide(Peer waiting, boolean hasMissed, Outbox out) {
    if (!waiting.owed.acks().isEmpty()) {
      if (hasMissed) {
        waiting.owed.ackWithin(GossipDefaults.MISSED, shared.nowNanos());
      }
      Duration idle = settings.ackIdle(!succession.dependsOn(waiting));
      Duration wait = waiting.owed.ackWait(idle, shared.nowNanos());
      out.setTimer(new GossipTimer.Ack(waiting.id), wait);
    }
  }

  private void onDigest(Peer peer, Header digest, Outbox out) {
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

  private boolean hasGap(GossipMessage message) {
    for (Delta delta : message.deltas()) {
      if (delta.version() > store.version(delta.origin())) {
        return true;
      }
    }
    return false;
  }
}
