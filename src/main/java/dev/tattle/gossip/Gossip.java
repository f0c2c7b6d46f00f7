package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.util.ArrayList;
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
 * for the replicas at hand, and go alone only when nothing went for a while ({@link
 * GossipDefaults}). Each message says which was the last that its sender got: where what came with
 * that one, or before, is not declared, it is lost, and is sent again without waiting for a
 * time-out. A gap, or a peer that lost its memory, shows in the declaration and needs no special
 * case.
 *
 * <p><b>Bounds.</b> A message holds {@value #MAX_BATCH_BYTES} bytes of deltas or one delta, and
 * {@value GossipDefaults#WINDOW} messages may be under way to a peer. An unanswered message is sent
 * again with back-off, as a digest once the peer is taken to be away; a peer that is neither relay
 * nor served by one is left alone after one attempt. When all agree and nothing else is said, a
 * node but the first costs one digest and one answer every {@link GossipDefaults#ANTI_ENTROPY} on
 * average; where there is traffic, that rides too. A version vector has one entry for each
 * incarnation of each node.
 *
 * <p><b>Several engines</b> in a node are told apart by the kind of their data and by their name
 * ({@link GossipSettings#named}). One of them may go without a name.
 *
 * <p>Sources: Demers et al., "Epidemic Algorithms for Replicated Database Maintenance" (1987), for
 * anti-entropy; van Renesse et al., "Efficient Reconciliation and Flow Control for Anti-Entropy
 * Protocols" (2008), for versions per origin as digest and acknowledgement; RFC 9002 for the time
 * that an acknowledgement was held.
 */
public final class Gossip {
  /** How many bytes of deltas one message holds, unless a single delta is larger. */
  public static final int MAX_BATCH_BYTES = GossipDefaults.BATCH_BYTES;

  private final Store store;
  private final DeltaRecords records;
  private final GossipSettings settings;
  private final Succession succession;
  private final Outgoing outgoing;
  private final Dissemination dissemination;
  private final Incoming incoming;
  private final Failover failover;
  private final MemberChange memberChange;
  private final Tidying tidying;

  /**
   * An engine that replicates the store, into which it first joins what was kept on disk.
   *
   * @param records of the replica as which the store adds
   */
  public Gossip(
      Environment environment, Store store, DeltaRecords records, GossipSettings settings) {
    this.store = store;
    this.records = records;
    this.settings = settings;
    records.restore(store);
    succession = new Succession(environment.nodes(), environment.self());
    Shared shared = new Shared(environment, store, settings, succession);
    outgoing = new Outgoing(shared);
    dissemination =
        settings.isEager() ? new Eager(shared, outgoing) : new Gathering(shared, outgoing);
    incoming = new Incoming(shared, records, outgoing, dissemination);
    failover = new Failover(shared, outgoing, dissemination);
    memberChange = new MemberChange(shared, outgoing, dissemination, failover);
    tidying = new Tidying(shared, records, dissemination);
  }

  /** True where a timer is this engine's. Its node may have others. */
  public boolean isMine(Timer timer) {
    return timer instanceof GossipTimer ours && ours.engine().equals(settings.engine());
  }

  /** True where a message comes from an engine like this one. */
  public boolean isMine(Body body) {
    return GossipBodies.isGossip(body.type())
        && GossipBodies.kind(body).equals(settings.kind())
        && GossipBodies.engine(body).equals(settings.engine());
  }

  /** An incarnation begins: asks around for what an earlier incarnation may have known. */
  public void onStart(Outbox out) {
    records.onStart(out);
    memberChange.onStart(named(out));
    tidying.changed(named(out));
  }

  /**
   * Other members from now on, for example as a membership protocol sees them. Who has joined is
   * caught up, and what it has is fetched; who has left is sent nothing more, and what comes from
   * it is refused. Where the order has another relay for this node, it turns to that one. What the
   * engine knows of those who stay is kept.
   *
   * <p>Nodes may learn of a change at different times, and meanwhile refuse each other; when they
   * agree on the members and their order again, all have all that any of them has.
   *
   * @param members each once, in an order that all nodes share, such as that of their ids: the
   *     first are the relays. Where this node is not among them, it has left, and says nothing
   *     until it is. Before, see {@link #isKnownElsewhere}
   */
  public void members(List<NodeId> members, Outbox out) {
    memberChange.members(members, named(out));
    tidying.changed(named(out));
    assert checkInvariants();
  }

  /** The store may have something to tidy, for example because time has passed. */
  public void tidySoon(Outbox out) {
    tidying.changed(named(out));
  }

  /** True where a member has said that it has all that is here: this node can leave. */
  public boolean isKnownElsewhere() {
    for (Peer peer : succession.peers()) {
      if (peer.state() == PeerState.PRESENT && !store.exceeds(peer.underWay.known())) {
        return true;
      }
    }
    return false;
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

  /**
   * Joins what came another way than in a message of an engine, and passes it on.
   *
   * @param body of the message that brought it, for the words of a refusal
   * @return true if it brought something new into the store
   */
  public boolean join(List<Delta> deltas, Body body, Outbox out) {
    boolean changed = incoming.join(deltas, body, List.of(), out);
    if (changed) {
      changed(out);
      tidySoon(out);
    }
    return changed;
  }

  /** This node has added to the store: it will be sent to those who lack it. */
  public void changed(Outbox out) {
    if (!succession.isAlone()) {
      dissemination.added(named(out));
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
    if (!GossipBodies.engine(body).equals(settings.engine())) {
      throw body.malformed("engine", "'" + settings.engine() + "', as it is here", "it is not");
    }
    boolean changed = incoming.take(peer, GossipBodies.message(body), body, named(out));
    if (changed) {
      tidying.changed(named(out));
    }
    assert checkInvariants();
    return changed;
  }

  /** True where this node is its own relay: the first of all, or of all whom it reaches. */
  public boolean leads() {
    return succession.leads();
  }

  /** To whom this node sends what is new, so that it reaches all others; itself where it leads. */
  public NodeId relay() {
    return succession.relay();
  }

  /** Those to whom this node would send what is new, and who did not answer. */
  public List<NodeId> away(long nowNanos) {
    List<NodeId> away = new ArrayList<>();
    for (Peer peer : succession.targets(nowNanos)) {
      if (peer.state().isAway()) {
        away.add(peer.id);
      }
    }
    return away;
  }

  /** How often this node has told another one all that it has: half a round of anti-entropy. */
  public long comparisonsSent() {
    return outgoing.comparisons();
  }

  /** How often another node has told this one all that it has. */
  public long comparisonsReceived() {
    return incoming.comparisons();
  }

  /** Who sends to whom, as this node sees it. */
  Succession succession() {
    return succession;
  }

  public void onTimer(GossipTimer timer, Outbox out) {
    if (!isMine(timer)) {
      throw new IllegalStateException("another engine set " + timer);
    }
    boolean isNamed = timer instanceof GossipTimer.Named;
    onOwnTimer(isNamed ? ((GossipTimer.Named) timer).timer() : timer, named(out));
    assert checkInvariants();
  }

  private void onOwnTimer(GossipTimer timer, Outbox out) {
    if (timer instanceof GossipTimer.Retry retry) {
      failover.retry(peer(retry.peer()), out);
    } else if (timer instanceof GossipTimer.Ack ack) {
      outgoing.acknowledge(peer(ack.peer()), out);
    } else if (timer == GossipTimer.Own.FLUSH) {
      dissemination.flush(out);
    } else if (timer == GossipTimer.Own.QUIET) {
      memberChange.compare(out);
    } else if (timer == GossipTimer.Own.RENEW) {
      failover.askAgain(out);
    } else if (timer == GossipTimer.Own.TIDY) {
      tidying.run(out);
    } else if (timer == GossipTimer.Own.ANTI_ENTROPY) {
      memberChange.compareFromTimeToTime(out);
    } else {
      throw new IllegalStateException("nobody handles " + timer);
    }
  }

  private Outbox named(Outbox out) {
    return NamedOutbox.of(settings.engine(), out);
  }

  private Peer peer(NodeId id) {
    return Objects.requireNonNull(succession.find(id), id.name());
  }

  private boolean checkInvariants() {
    for (Peer peer : succession.peers()) {
      assert peer.isConsistent() : "nobody waits for an answer of " + peer;
    }
    return true;
  }
}
