package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Parcel.Flag;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

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
 * peer itself has declared, less what is under way. Declarations ride on whatever goes that way,
 * for the replicas at hand, and go alone only when nothing went for a while ({@link Delays}). Each
 * message says which was the last that its sender got: where what came with that one, or before, is
 * not declared, it is lost, and is sent again without waiting for a time-out. A gap, or a peer that
 * lost its memory, shows in the declaration and needs no special case.
 *
 * <p><b>Bounds.</b> A message holds {@value #MAX_BATCH_BYTES} bytes of deltas or one delta, and
 * {@value Peer#WINDOW} messages may be under way to a peer. An unanswered message is sent again
 * with back-off, as a digest once the peer is taken to be away; a peer that is neither relay nor
 * served by one is left alone after one attempt. When all agree and nothing else is said, a node
 * but the first costs one digest and one answer every {@link Delays#ANTI_ENTROPY} on average; where
 * there is traffic, that rides too. A version vector has one entry for each incarnation of each
 * node.
 *
 * <p>Sources: Demers et al., "Epidemic Algorithms for Replicated Database Maintenance" (1987), for
 * anti-entropy; van Renesse et al., "Efficient Reconciliation and Flow Control for Anti-Entropy
 * Protocols" (2008), for versions per origin as digest and acknowledgement; RFC 9002 for the time
 * that an acknowledgement was held.
 */
public final class Gossip {
  /** How many bytes of deltas one message holds, unless a single delta is larger. */
  public static final int MAX_BATCH_BYTES = 64 * 1024;

  private static final int UNANSWERED_BEFORE_SUSPICION = 2;
  // A peer that is heard but never answers may be deaf to this node.
  private static final int UNANSWERED_THOUGH_HEARD = 4;

  private final Environment environment;
  private final Store store;
  private final DeltaRecords records;
  private final GossipSettings settings;
  private final Succession succession;
  private final Outgoing outgoing;
  private final Dissemination dissemination;

  /**
   * An engine that replicates the store, into which it first joins what was kept on disk.
   *
   * @param records of the replica as which the store adds
   */
  public Gossip(
      Environment environment, Store store, DeltaRecords records, GossipSettings settings) {
    this.environment = environment;
    this.store = store;
    this.records = records;
    records.restore(store);
    this.settings = settings;
    succession = new Succession(environment.nodes(), environment.self());
    outgoing = new Outgoing(environment, store, settings, succession);
    dissemination =
        settings.isEager()
            ? new Eager(environment, store, settings, succession, outgoing)
            : new Gathering(environment, store, settings, succession, outgoing);
  }

  /** An incarnation begins: asks around for what an earlier incarnation may have known. */
  public void onStart(Outbox out) {
    records.onStart(out);
    if (!succession.isAlone()) {
      for (Peer peer : targets()) {
        outgoing.ask(peer, out);
      }
      armAntiEntropy(out);
    }
  }

  /**
   * Keeps a delta on disk that the node is about to add to the store; does nothing where it has no
   * disk.
   *
   * @throws RequestException where the disk can't be written; nothing has changed
   */
  public void keep(Delta delta, Outbox out) {
    records.append(delta, store, out);
  }

  /** This node has added to the store: it will be sent to those who lack it. */
  public void changed(Outbox out) {
    if (!succession.isAlone()) {
      dissemination.added(out);
    }
  }

  /**
   * Takes a message of another engine; refuses one of anybody who is not in the cluster.
   *
   * @return true if it brought something new into the store
   */
  public boolean onMessage(Message message, Outbox out) {
    Peer peer = succession.find(message.src());
    Body body = message.body();
    if (peer == null) {
      throw new RequestException(
          RpcError.NOT_SUPPORTED, "only nodes of this cluster send '%s'".formatted(body.type()));
    }
    if (!GossipBodies.kind(body).equals(settings.kind())) {
      throw body.malformed("of", "'" + settings.kind() + "', as it is here", "it is not");
    }
    Parcel parcel = GossipBodies.parcel(body);
    boolean changed = join(peer, parcel, body, out);
    boolean wasAway = peer.heard(environment.nowNanos());
    if (parcel.type().equals(GossipBodies.DIGEST_OK)) {
      peer.answeredAs(parcel.incarnation(), parcel.re());
    }
    if (!peer.isPresent(parcel.incarnation())) {
      outgoing.doubt(peer, out);
    } else if (!peer.inDoubt) {
      learn(peer, parcel, wasAway, out);
    }
    if (changed) {
      dissemination.arrived(peer, parcel, out);
    }
    answer(peer, parcel, out);
    assert checkInvariants();
    return changed;
  }

  /** True where this node is its own relay: the first of all, or of all whom it reaches. */
  public boolean leads() {
    return succession.leads();
  }

  public void onTimer(GossipTimer timer, Outbox out) {
    if (timer instanceof GossipTimer.Retry retry) {
      retry(peer(retry.peer()), out);
    } else if (timer instanceof GossipTimer.Ack ack) {
      outgoing.acknowledge(peer(ack.peer()), out);
    } else if (timer == GossipTimer.Own.FLUSH) {
      dissemination.flush(out);
    } else if (timer == GossipTimer.Own.QUIET) {
      compare(out);
    } else if (timer == GossipTimer.Own.RENEW) {
      askAgain(out);
    } else if (timer == GossipTimer.Own.ANTI_ENTROPY) {
      compare(out);
      armAntiEntropy(out);
    } else {
      throw new IllegalStateException("nobody handles " + timer);
    }
    assert checkInvariants();
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
    long now = environment.nowNanos();
    for (Delta delta : parcel.deltas()) {
      if (records.areKept() && store.isNews(delta)) {
        records.append(delta, store, out);
      }
      changed |= store.join(delta);
      for (Peer toTell : waiting) {
        toTell.addPendingAck(delta.origin(), now);
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
    boolean isLatest = parcel.number() > peer.heardNumber();
    boolean isComplete = parcel.is(Flag.ALL) && isLatest;
    peer.heardNumber(parcel.number(), environment.nowNanos());
    VersionVector content = Delta.versions(parcel.deltas());
    VersionVector have = parcel.have().join(content);
    if (isComplete) {
      peer.saidAll(have);
    } else {
      peer.known = peer.known.join(have);
    }
    boolean isLost = outgoing.answered(peer, parcel, out);
    if (parcel.is(Flag.EAGER)) {
      for (Peer superior : succession.superiors()) {
        superior.assume(content);
      }
    } else {
      isLost |= dissemination.declared(peer, parcel, have, out);
    }
    if (isLatest) { // Who depends on this node says so each time.
      peer.lease(parcel.is(Flag.ASK) ? environment.nowNanos() + Delays.LEASE.toNanos() : 0);
    }
    if (wasAway) {
      // What it lacks goes out now, not after the back-off.
      outgoing.abandon(peer, out);
      isLost |= targets().contains(peer);
    } else if (isLost) {
      peer.forget();
    }
    if (!parcel.type().equals(GossipBodies.DIGEST)) { // Its answer brings what it lacks.
      // One that was overtaken tells what was lacking then; what is under way since is not sent.
      mend(peer, isLost, parcel.is(Flag.ALL), out);
    }
    // A peer that depends on this node compares all that it has: it will be told the same.
    peer.toldAll |= isComplete && parcel.is(Flag.ASK) && !succession.dependsOn(peer);
  }

  private void mend(Peer peer, boolean isLost, boolean tellsAll, Outbox out) {
    if (isLost || (tellsAll && dissemination.compared(peer, out))) {
      outgoing.push(peer, true, out);
    } else if (peer.due) {
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
    if (!waiting.pendingAcks().isEmpty()) {
      Duration wait =
          waiting.ackWait(settings.ackIdle(!succession.dependsOn(waiting)), environment.nowNanos());
      out.setTimer(new GossipTimer.Ack(waiting.id), wait);
    }
  }

  private void onDigest(Peer peer, Parcel digest, Outbox out) {
    boolean isCrossing =
        peer.isAsking() && !peer.inDoubt && outgoing.isForThisIncarnation(digest.re());
    if (!isCrossing && !peer.isDueAnswer(digest.incarnation(), environment.nowNanos())) {
      return; // One is under way, and what it holds is waited for.
    }
    if (!peer.inDoubt) {
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

  private void retry(Peer peer, Outbox out) {
    boolean isSilent = peer.isSilent();
    peer.timedOut(environment.nowNanos());
    int unanswered = peer.attempts() - 1;
    if (unanswered >= (isSilent ? UNANSWERED_BEFORE_SUSPICION : UNANSWERED_THOUGH_HEARD)) {
      suspect(peer, out);
    }
    if (!targets().contains(peer) && !peer.inDoubt) {
      outgoing.abandon(peer, out);
    } else if (peer.suspected || peer.inDoubt || !store.exceeds(peer.known)) {
      outgoing.ask(peer, out);
    } else {
      outgoing.push(peer, true, out);
    }
  }

  private void suspect(Peer peer, Outbox out) {
    NodeId before = succession.relay();
    peer.suspected = true;
    if (!succession.relay().equals(before)) {
      dissemination.relayChanged(out);
      askAgain(out);
    }
  }

  /** While this node depends on others than the first, those must not forget it. */
  private void askAgain(Outbox out) {
    if (succession.isAstray()) {
      for (Peer peer : succession.peers()) {
        boolean wasAsked = peer.sentWithin(Delays.RENEWAL, environment.nowNanos());
        if (succession.dependsOn(peer) && !wasAsked && !peer.isOutstanding()) {
          outgoing.ask(peer, out);
        }
      }
      out.setTimer(GossipTimer.Own.RENEW, Delays.RENEWAL);
    }
  }

  private void compare(Outbox out) {
    for (Peer peer : succession.peers()) {
      if (succession.dependsOn(peer)) {
        if (peer.sentWithin(Delays.RENEWAL, environment.nowNanos())) {
          peer.toldAll = true; // Rides on the next message.
        } else if (!peer.isOutstanding()) {
          outgoing.ask(peer, out);
        }
      }
    }
  }

  private void armAntiEntropy(Outbox out) {
    long nanos = environment.random().nextLong(2 * Delays.ANTI_ENTROPY.toNanos());
    out.setTimer(GossipTimer.Own.ANTI_ENTROPY, Duration.ofNanos(nanos));
  }

  private Peer peer(NodeId id) {
    return Objects.requireNonNull(succession.find(id), id.name());
  }

  private Collection<Peer> targets() {
    return succession.targets(environment.nowNanos());
  }

  private boolean checkInvariants() {
    for (Peer peer : succession.peers()) {
      assert peer.isOutstanding() || !peer.due : "deltas are due for " + peer.id + " for ever";
      assert peer.isOutstanding() || !peer.inDoubt : peer.id + " is in doubt for ever";
      assert peer.isOutstanding() || peer.known.covers(peer.promised)
          : "nobody waits for what is under way to " + peer.id;
    }
    return true;
  }
}
