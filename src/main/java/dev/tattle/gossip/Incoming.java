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
 * Takes incoming messages. It joins their deltas, learns what they say of the sender's present
 * incarnation, and answers at once or with the next message that goes there.
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

  /** How many messages have said all that their sender has. */
  long comparisons() {
    return comparisons;
  }

  /**
   * Takes a message.
   *
   * @param body the message's body, for the words of a refusal
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
   * Joins the deltas of a message. It joins none if one is malformed, or if the disk can't be
   * written.
   *
   * @param body the message's body, for the words of a refusal
   * @param waiting the peers that must hear that the deltas have arrived
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

  /**
   * The peers that must hear what has arrived: the sender, or this node's relay if it was sent to
   * all.
   */
  private List<Peer> acknowledgedTo(Peer sender, GossipMessage message) {
    return message instanceof EagerPush ? succession.superiors() : List.of(sender);
  }

  /** Learns what a peer says of itself in its present incarnation. */
  private void learn(Peer peer, GossipMessage message, boolean wasAway, Outbox out) {
    Header header = message.header();
    boolean isLatest = header.number() > peer.incarnation.heardNumber();
    peer.incarnation.heard(header.number(), shared.nowNanos());
    boolean isLost = believe(peer, message, isLatest, out);
    if (isLatest) { // A peer that depends on this node says so each time.
      peer.lease(header.isAsking() ? shared.nowNanos() + GossipDefaults.LEASE.toNanos() : 0);
    }
    if (wasAway) {
      // Send what it lacks now, not after the next time-out.
      outgoing.abandon(peer, out);
      isLost |= succession.isTarget(peer, shared.nowNanos());
    } else if (isLost) {
      peer.underWay.forget();
    }
    if (!(message instanceof Digest)) { // The answer to a digest brings what it lacks.
      // An overtaken message says what the peer lacked then; what is under way since is not sent
      // again.
      mend(peer, isLost, header.hasAll(), out);
    }
    if (isLatest && header.hasAll() && header.isAsking() && !succession.dependsOn(peer)) {
      // A peer that depends on this node has said all that it has: tell it all that is here.
      peer.owed.all();
    }
  }

  /**
   * Notes what a peer says that it has.
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

  /** True if something sent to all did not arrive here, or if the relay thinks so. */
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
      return; // An answer is under way, and this node waits for its acknowledgement.
    }
    if (isPresent) {
      outgoing.abandon(peer, out);
    }
    if (isCrossing) {
      // The digests crossed: each node has said all to the other, so neither needs an answer.
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
