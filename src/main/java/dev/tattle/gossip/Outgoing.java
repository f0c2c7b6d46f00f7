package dev.tattle.gossip;

import dev.tattle.core.Environment;
import dev.tattle.core.Outbox;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.GossipMessage.Ack;
import dev.tattle.gossip.GossipMessage.Digest;
import dev.tattle.gossip.GossipMessage.DigestAnswer;
import dev.tattle.gossip.GossipMessage.EagerPush;
import dev.tattle.gossip.GossipMessage.Header;
import dev.tattle.gossip.GossipMessage.Push;
import dev.tattle.gossip.GossipMessage.Repair;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Sends the engine's messages. Each one carries the acknowledgements that are pending for its
 * receiver.
 */
final class Outgoing {
  private static final long FIRST_NUMBERS = 1L << 40;

  private final Environment environment;
  private final Store store;
  private final GossipSettings settings;
  private final Succession succession;
  private final RoundTrip roundTrip;
  private final long incarnation;
  private long lastNumber;
  private long comparisons;

  Outgoing(Shared shared) {
    environment = shared.environment();
    store = shared.store();
    settings = shared.settings();
    succession = shared.succession();
    roundTrip = new RoundTrip(settings.probe());
    lastNumber = environment.random().nextLong(FIRST_NUMBERS);
    incarnation = lastNumber + 1;
  }

  /** How many messages have said all that is here. */
  long comparisons() {
    return comparisons;
  }

  /** Sends the peer what it lacks, except what is under way to it, as far as its window allows. */
  void push(Peer peer, boolean isLate, Outbox out) {
    UnderWay underWay = peer.underWay;
    underWay.setDue(false);
    boolean isAll = !isPresent(peer) || !store.exceeds(underWay.promised());
    while (!isAll) {
      if (underWay.isWindowFull()) {
        underWay.setDue(true);
        return;
      }
      List<Delta> deltas = store.since(underWay.promised(), Gossip.MAX_BATCH_BYTES);
      VersionVector content = Delta.versions(deltas);
      isAll = !store.exceeds(underWay.promised().join(content));
      if (!isAll && !peer.heardWithin(GossipDefaults.FRESH_NANOS, environment.nowNanos())) {
        ask(peer, out); // The peer may have much of this by now: asking is cheaper.
        return;
      }
      boolean hasMore = !isAll || underWay.isWindowHalfFull();
      Header header = header(peer);
      send(
          peer,
          isLate ? new Repair(header, deltas, hasMore) : new Push(header, deltas, hasMore),
          out);
      await(peer, content, isLate || !isAll, out);
    }
  }

  /**
   * Sends this node's own new deltas straight to the peer. This node waits for no acknowledgement:
   * each peer tells its relay what it has.
   */
  void sendEagerly(Peer peer, List<Delta> deltas, Outbox out) {
    send(peer, new EagerPush(header(peer), deltas), out);
  }

  /** Expects the peer to get what is here from other nodes, which sent it to all. */
  void expect(Peer peer, Outbox out) {
    if (isPresent(peer) && store.exceeds(peer.underWay.promised())) {
      // Only the peer's declaration answers this.
      await(peer, UnderWay.OF_OTHERS, store.versions(), false, out);
    }
  }

  private static boolean isPresent(Peer peer) {
    return peer.state() == PeerState.PRESENT;
  }

  /** Asks the peer what it has, and says what is here. */
  void ask(Peer peer, Outbox out) {
    peer.owed.all();
    send(peer, new Digest(header(peer)), out);
    peer.underWay.ask(lastNumber);
    await(peer, VersionVector.EMPTY, true, out);
  }

  /** Asks the peer which incarnation is present, because an unknown one was heard of. */
  void doubt(Peer peer, Outbox out) {
    if (!peer.state().isInDoubt()) {
      peer.doubt(lastNumber + 1);
      ask(peer, out);
    }
  }

  /** False if the sender of a message with this {@code re} knows only an earlier incarnation. */
  boolean isForThisIncarnation(long re) {
    return re == 0 || (incarnation <= re && re <= lastNumber);
  }

  /** Answers a digest: says what is here, and sends the deltas that the peer lacks. */
  void answer(Peer peer, Header digest, Outbox out) {
    List<Delta> deltas = store.since(digest.have(), Gossip.MAX_BATCH_BYTES);
    peer.owed.all();
    send(peer, new DigestAnswer(header(peer).answering(digest.number()), deltas), out);
    if (!deltas.isEmpty() && isPresent(peer)) {
      await(peer, Delta.versions(deltas), false, out);
      push(peer, false, out); // The rest, which did not fit.
    }
  }

  /**
   * Acknowledges what has arrived from the peer, in a message of its own, if no other message did.
   * If the peer is a relay that could have answered by now, sends what it has not answered again:
   * that may be lost.
   */
  void acknowledge(Peer peer, Outbox out) {
    if (!peer.owed.acks().isEmpty() && mayHaveMissed(peer)) {
      peer.underWay.forget();
      push(peer, true, out);
    }
    if (!peer.owed.acks().isEmpty()) {
      send(peer, new Ack(header(peer)), out);
    }
  }

  /** True for a relay that could have answered by now; in the fast profile relays answer late. */
  private boolean mayHaveMissed(Peer peer) {
    Attempts attempts = peer.underWay.attempts();
    return settings.isEager()
        && isPresent(peer)
        && succession.dependsOn(peer)
        && attempts.isOutstanding()
        && environment.nowNanos() - attempts.sinceNanos() > roundTrip.longNanos();
  }

  /**
   * Notes that the peer has got the message that the header names.
   *
   * @return true if some of what was under way before is lost
   */
  boolean answered(Peer peer, Header header, Outbox out) {
    UnderWay underWay = peer.underWay;
    boolean wasOutstanding = underWay.isOutstanding();
    long sinceNanos = underWay.attempts().sinceNanos();
    long heldNanos = Duration.ofMillis(header.heldMillis()).toNanos();
    Receipt receipt = new Receipt(header.re(), heldNanos, header.hasAll());
    boolean isLost = underWay.answered(receipt, roundTrip, environment.nowNanos());
    if (wasOutstanding && !underWay.isOutstanding()) {
      out.cancelTimer(new GossipTimer.Retry(peer.id));
    } else if (underWay.isOutstanding() && underWay.attempts().sinceNanos() != sinceNanos) {
      armRetry(peer, settings.ackIdle(succession.dependsOn(peer)), out);
    }
    return isLost;
  }

  /** Stops waiting for an answer. */
  void abandon(Peer peer, Outbox out) {
    if (peer.underWay.isOutstanding()) {
      out.cancelTimer(new GossipTimer.Retry(peer.id));
    }
    peer.underWay.abandon();
  }

  /** Sends nothing more to the peer, because it has left. */
  void leave(Peer peer, Outbox out) {
    abandon(peer, out);
    if (!peer.owed.acks().isEmpty()) {
      out.cancelTimer(new GossipTimer.Ack(peer.id));
    }
  }

  private void send(Peer peer, GossipMessage message, Outbox out) {
    if (!peer.owed.acks().isEmpty()) {
      out.cancelTimer(new GossipTimer.Ack(peer.id));
    }
    peer.owed.paid();
    out.send(peer.id, GossipBodies.toBody(settings.kind(), message));
  }

  /** The header of the next message to the peer. */
  private Header header(Peer peer) {
    boolean isAll = peer.owed.isAll();
    comparisons += isAll ? 1 : 0;
    VersionVector have = isAll ? store.versions() : versions(peer.owed.acks());
    long re = peer.incarnation.heardNumber();
    long heldMillis = re == 0 ? 0 : peer.incarnation.heldMillis(environment.nowNanos());
    lastNumber++;
    return new Header(
        incarnation, lastNumber, re, heldMillis, succession.dependsOn(peer), have, isAll);
  }

  private void await(Peer peer, VersionVector content, boolean isUrgent, Outbox out) {
    await(peer, lastNumber, content, isUrgent, out);
  }

  private void await(Peer peer, long number, VersionVector content, boolean isUrgent, Outbox out) {
    peer.underWay.sent(number, content, environment.nowNanos());
    armRetry(peer, isUrgent ? Duration.ZERO : settings.ackIdle(succession.dependsOn(peer)), out);
  }

  private void armRetry(Peer peer, Duration ackIdle, Outbox out) {
    Attempts attempts = peer.underWay.attempts();
    Duration timeout = roundTrip.timeout(attempts.count(), environment.random());
    Duration delay = timeout.plus(attempts.rideWait(ackIdle, environment.nowNanos()));
    out.setTimer(new GossipTimer.Retry(peer.id), delay.isNegative() ? Duration.ZERO : delay);
  }

  private VersionVector versions(Collection<ReplicaId> origins) {
    VersionVector.Builder versions = new VersionVector.Builder(origins.size());
    for (ReplicaId origin : origins) {
      versions.put(origin, store.version(origin));
    }
    return versions.build();
  }
}
