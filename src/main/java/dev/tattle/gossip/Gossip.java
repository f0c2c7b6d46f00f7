package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Replicates a {@link Store} among all nodes: batched delta gossip with acknowledgements, over
 * relays, repaired by anti-entropy.
 *
 * <p><b>Who sends to whom</b> follows an order of succession that all nodes know ({@link
 * Succession}). A leaf sends what is new to its relay; a relay gathers for a while and sends each
 * that depends on it what it lacks. A leaf whose relay does not answer falls over by itself to the
 * next, at last to all that it reaches, and returns when the first is heard again. What a node
 * learns from another than its relay it passes on to its relay.
 *
 * <p><b>What a peer lacks</b> is the difference between the store and the version vector that the
 * peer itself has declared: with each acknowledgement for the replicas at hand, with each digest
 * for all. A gap, or a peer that lost its memory, shows in that declaration and needs no special
 * case.
 *
 * <p><b>Bounds.</b> At most one message to a peer is outstanding. While its first attempt is, one
 * that holds all that the peer lacks may take its place, so that what is new waits for its gather
 * time and not for a round trip; later, or if it is too large, it waits for the answer. A message
 * holds {@value #MAX_BATCH_BYTES} bytes of deltas or one delta. An unanswered message is sent again
 * with exponential back-off, as a digest once the peer is taken to be away; a peer that is neither
 * relay nor served by one is left alone after one attempt. When all agree, the engine costs one
 * digest and one answer a node every {@link #ANTI_ENTROPY} on average. A version vector has one
 * entry for each life of each node.
 *
 * <p>Sources: Demers et al., "Epidemic Algorithms for Replicated Database Maintenance" (1987), for
 * anti-entropy; van Renesse et al., "Efficient Reconciliation and Flow Control for Anti-Entropy
 * Protocols" (2008), for versions per origin as digest and acknowledgement.
 */
public final class Gossip {
  /** How many bytes of deltas one message holds, unless a single delta is larger. */
  public static final int MAX_BATCH_BYTES = 64 * 1024;

  /** How often, on average, a node compares digests with a random peer. */
  public static final Duration ANTI_ENTROPY = Duration.ofSeconds(10);

  private static final int ATTEMPTS_BEFORE_SUSPICION = 2;
  private static final Duration RENEWAL = Succession.LEASE.dividedBy(3);
  // What a leaf has while a message is outstanding waits at least this long to share the next.
  private static final Duration SPACING = Duration.ofMillis(50);

  private final Environment environment;
  private final Store store;
  private final GossipSettings settings;
  private final Succession succession;
  private final Map<NodeId, Peer> peers;
  private final Outgoing outgoing;
  private boolean flushIsSet;

  public Gossip(Environment environment, Store store, GossipSettings settings) {
    this.environment = environment;
    this.store = store;
    this.settings = settings;
    succession = new Succession(environment.nodes(), environment.self());
    peers = succession.peers();
    outgoing = new Outgoing(environment, store, settings.kind(), succession);
  }

  /** A life begins: asks around for what a former life may have known. */
  public void onStart(Outbox out) {
    if (!peers.isEmpty()) {
      for (Peer peer : targets()) {
        peer.inDoubt = true;
        outgoing.push(peer, out);
      }
      armAntiEntropy(out);
    }
  }

  /** The store has something new: it will be sent to those who lack it. */
  public void changed(Outbox out) {
    if (peers.isEmpty() || flushIsSet) {
      return;
    }
    Duration gather = gather();
    if (gather.isZero()) {
      flush(out);
    } else {
      flushIsSet = true;
      out.setTimer(new GossipTimer.Flush(), gather);
    }
  }

  /**
   * Takes a message of another engine; refuses one of anybody who is not in the cluster.
   *
   * @return true if it brought something new into the store
   */
  public boolean onMessage(Message message, Outbox out) {
    Peer peer = peers.get(message.src());
    Body body = message.body();
    if (peer == null) {
      throw new RequestException(
          RpcError.NOT_SUPPORTED, "only nodes of this cluster send '%s'".formatted(body.type()));
    }
    if (!GossipBodies.kind(body).equals(settings.kind())) {
      throw body.malformed("of", "'" + settings.kind() + "', as it is here", "it is not");
    }
    long number = body.integer("n");
    boolean wasAway = peer.heard(environment.nowNanos());
    boolean changed = false;
    switch (body.type()) {
      case GossipBodies.GOSSIP -> changed = onGossip(peer, body, out);
      case GossipBodies.GOSSIP_OK -> onGossipOk(peer, number, body, out);
      case GossipBodies.DIGEST -> onDigest(peer, body, out);
      case GossipBodies.DIGEST_OK -> onDigestOk(peer, number, body, out);
      default -> throw new IllegalArgumentException("not gossip: " + body.type());
    }
    if (wasAway) {
      welcome(peer, out);
    }
    assert checkInvariants();
    return changed;
  }

  public void onTimer(GossipTimer timer, Outbox out) {
    if (timer instanceof GossipTimer.Retry retry) {
      Peer peer = peers.get(retry.peer());
      if (peer != null && peer.isOutstanding()) {
        retry(peer, out);
      }
    } else if (timer instanceof GossipTimer.Flush) {
      flushIsSet = false;
      flush(out);
    } else if (timer instanceof GossipTimer.Renew) {
      askAgain(out);
    } else {
      compareWithAnybody(out);
      armAntiEntropy(out);
    }
    assert checkInvariants();
  }

  private boolean onGossip(Peer peer, Body body, Outbox out) {
    List<Delta> deltas = GossipBodies.deltas(body);
    boolean changed = false;
    SortedMap<ReplicaId, Long> theirs = new TreeMap<>();
    SortedMap<ReplicaId, Long> ours = new TreeMap<>();
    for (Delta delta : deltas) {
      changed |= join(delta, body);
      theirs.put(delta.origin(), delta.version());
      ours.put(delta.origin(), store.version(delta.origin()));
    }
    if (peer.isPresentLife(GossipBodies.bornMillis(body))) {
      peer.known = peer.known.join(new VersionVector(theirs));
      noteAsking(peer, body);
    } else {
      outgoing.doubt(peer, out);
    }
    outgoing.answer(peer, body, new VersionVector(ours), out);
    if (changed) {
      changed(out);
    }
    return changed;
  }

  private boolean join(Delta delta, Body body) {
    try {
      return store.join(delta);
    } catch (IllegalArgumentException e) {
      throw body.malformed("deltas", "content of '" + settings.kind() + "'", "" + e.getMessage());
    }
  }

  private void onGossipOk(Peer peer, long number, Body body, Outbox out) {
    VersionVector have = GossipBodies.have(body);
    if (peer.answers(number)) {
      peer.answeredAs(GossipBodies.bornMillis(body));
      peer.saidSome(have);
      outgoing.answered(peer, number, out);
    }
  }

  private void onDigest(Peer peer, Body body, Outbox out) {
    VersionVector have = GossipBodies.have(body);
    outgoing.answer(peer, body, store.versions(), out);
    if (peer.isPresentLife(GossipBodies.bornMillis(body))) {
      outgoing.abandon(peer, out);
      peer.disbelieve();
      peer.said(have, environment.nowNanos());
      noteAsking(peer, body);
      outgoing.push(peer, out);
    } else {
      outgoing.doubt(peer, out);
    }
  }

  private void onDigestOk(Peer peer, long number, Body body, Outbox out) {
    VersionVector have = GossipBodies.have(body);
    if (peer.answers(number)) {
      peer.answeredAs(GossipBodies.bornMillis(body));
      peer.said(have, environment.nowNanos());
      peer.due = true;
      outgoing.answered(peer, number, out);
    }
  }

  /** A peer that had been silent was heard: what it lacks goes out now, not after the back-off. */
  private void welcome(Peer peer, Outbox out) {
    boolean isRecent = peer.attempts() == 1;
    if (!isRecent && targets().contains(peer)) {
      outgoing.abandon(peer, out);
      outgoing.push(peer, out);
    }
  }

  private void retry(Peer peer, Outbox out) {
    if (peer.isSilent() && peer.attempts() >= ATTEMPTS_BEFORE_SUSPICION) {
      NodeId before = succession.relay();
      peer.suspected = true;
      if (!succession.relay().equals(before)) {
        flush(out);
        askAgain(out);
      }
    }
    if (!targets().contains(peer)) {
      outgoing.abandon(peer, out);
    } else if (peer.suspected || peer.inDoubt || store.exceeds(peer.known)) {
      outgoing.send(peer, out);
    } else if (succession.dependsOn(peer)) {
      outgoing.sendDigest(peer, out); // Silence must not go unnoticed.
    } else {
      outgoing.abandon(peer, out);
    }
  }

  private void flush(Outbox out) {
    for (Peer peer : targets()) {
      outgoing.push(peer, out);
    }
  }

  private void noteAsking(Peer peer, Body body) {
    if (GossipBodies.asks(body)) {
      peer.asked(environment.nowNanos() + Succession.LEASE.toNanos());
    }
  }

  /** While this node depends on others than the first, those must not forget it. */
  private void askAgain(Outbox out) {
    if (succession.isAstray()) {
      for (Peer peer : peers.values()) {
        if (succession.dependsOn(peer) && !peer.isOutstanding()) {
          outgoing.sendDigest(peer, out);
        }
      }
      out.setTimer(new GossipTimer.Renew(), RENEWAL);
    }
  }

  private void compareWithAnybody(Outbox out) {
    List<Peer> all = List.copyOf(peers.values());
    Peer peer = all.get(environment.random().nextInt(all.size()));
    if (!peer.isOutstanding()) {
      outgoing.sendDigest(peer, out);
    }
  }

  private void armAntiEntropy(Outbox out) {
    long nanos = environment.random().nextLong(2 * ANTI_ENTROPY.toNanos());
    out.setTimer(new GossipTimer.AntiEntropy(), Duration.ofNanos(nanos));
  }

  private Duration gather() {
    if (succession.isRelay(environment.nowNanos())) {
      return settings.relayGather();
    }
    boolean isFirst = targets().stream().noneMatch(Peer::isOutstanding);
    return isFirst || settings.leafGather().compareTo(SPACING) > 0
        ? settings.leafGather()
        : SPACING;
  }

  private Collection<Peer> targets() {
    return succession.targets(environment.nowNanos());
  }

  private boolean checkInvariants() {
    for (Peer peer : peers.values()) {
      assert peer.isOutstanding() || !peer.due || !store.exceeds(peer.known)
          : "deltas are due for " + peer.id + " and nothing is on the way";
    }
    return true;
  }
}
