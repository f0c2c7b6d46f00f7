package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Outbox;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the engine sends unasked: batches and digests, one outstanding a peer, with time-outs. */
final class Outgoing {
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  private final Environment environment;
  private final Store store;
  private final String kind;
  private final Succession succession;
  private final long bornMillis;
  private final RoundTrip roundTrip = new RoundTrip();
  private long lastNumber;

  Outgoing(Environment environment, Store store, String kind, Succession succession) {
    this.environment = environment;
    this.store = store;
    this.kind = kind;
    this.succession = succession;
    bornMillis = Duration.ofNanos(environment.nowNanos()).toMillis();
  }

  /** Sends the peer what it lacks, now or as soon as the outstanding message is answered. */
  void push(Peer peer, Outbox out) {
    if (!peer.isOutstanding()) {
      peer.due = false;
      if (peer.inDoubt || store.exceeds(peer.known)) {
        send(peer, out);
      }
    } else if (store.exceeds(peer.known.join(peer.promised()))) {
      if (peer.isReplaceable() && !peer.due) {
        replace(peer, out);
      } else {
        peer.due = true;
      }
    }
  }

  /** Answers the peer's gossip or digest. */
  void answer(Peer peer, Body request, VersionVector have, Outbox out) {
    out.send(peer.id, GossipBodies.answer(request, bornMillis, have));
  }

  /**
   * What the peer has is in doubt: it is asked, now or when the outstanding message is answered.
   */
  void doubt(Peer peer, Outbox out) {
    peer.inDoubt = true;
    push(peer, out);
  }

  /** Asks the peer what it has, and tells it what is here. */
  void sendDigest(Peer peer, Outbox out) {
    Body body = GossipBodies.digest(head(peer), store.versions());
    peer.sent(lastNumber, VersionVector.EMPTY, environment.nowNanos());
    out.send(peer.id, body);
    setTimer(peer, out);
  }

  /** The peer answered: what has waited for that goes out. */
  void answered(Peer peer, long number, Outbox out) {
    if (peer.answered(number, environment.nowNanos(), roundTrip)) {
      out.cancelTimer(new GossipTimer.Retry(peer.id));
      if (peer.due || peer.inDoubt) {
        push(peer, out);
      }
    } else {
      setTimer(peer, out);
    }
  }

  /** No answer is waited for any more. */
  void abandon(Peer peer, Outbox out) {
    if (peer.isOutstanding()) {
      out.cancelTimer(new GossipTimer.Retry(peer.id));
    }
    peer.abandon();
  }

  /** Sends what the peer lacks, or a digest where that is in doubt, for the first time or again. */
  void send(Peer peer, Outbox out) {
    if (peer.suspected || peer.inDoubt) {
      sendDigest(peer, out);
      return;
    }
    List<Delta> deltas = batch(peer);
    VersionVector promised = promised(peer, deltas);
    boolean isAll = !store.exceeds(promised);
    if (!isAll && !peer.saidWithin(FRESH_NANOS, environment.nowNanos())) {
      // Much of this may be known to the peer by now: asking is cheaper.
      peer.inDoubt = true;
      sendDigest(peer, out);
      return;
    }
    Body body = GossipBodies.gossip(head(peer), deltas);
    peer.due = !isAll;
    peer.sent(lastNumber, promised, environment.nowNanos());
    out.send(peer.id, body);
    setTimer(peer, out);
  }

  /**
   * Sends all that is outstanding and all that is new in its place, if that fits into one message;
   * it waits for the answer otherwise. The time-out stays that of the first, so that a steady
   * stream does not put off finding out that nothing arrives.
   */
  private void replace(Peer peer, Outbox out) {
    List<Delta> deltas = batch(peer);
    VersionVector promised = promised(peer, deltas);
    peer.due = store.exceeds(promised);
    if (!peer.due) {
      Body body = GossipBodies.gossip(head(peer), deltas);
      peer.replaced(lastNumber, promised);
      out.send(peer.id, body);
    }
  }

  private List<Delta> batch(Peer peer) {
    return store.since(peer.known, Gossip.MAX_BATCH_BYTES);
  }

  private static VersionVector promised(Peer peer, List<Delta> deltas) {
    SortedMap<ReplicaId, Long> versions = new TreeMap<>();
    deltas.forEach(delta -> versions.put(delta.origin(), delta.version()));
    return peer.known.replacing(new VersionVector(versions));
  }

  private GossipBodies.Head head(Peer peer) {
    return new GossipBodies.Head(kind, bornMillis, ++lastNumber, succession.dependsOn(peer));
  }

  private void setTimer(Peer peer, Outbox out) {
    Duration timeout = roundTrip.timeout(peer.attempts(), environment.random());
    out.setTimer(new GossipTimer.Retry(peer.id), timeout);
  }
}
