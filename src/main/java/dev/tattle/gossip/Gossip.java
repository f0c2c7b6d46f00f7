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
 * Replicates the deltas of a {@link Store} to all nodes. It batches deltas, sends them over relays,
 * has them acknowledged, and repairs losses by anti-entropy.
 *
 * <p><b>Who sends to whom</b> follows from an order of the nodes that all of them know ({@link
 * Succession}). A leaf sends new deltas to its relay. A relay gathers deltas for a while, then
 * sends each node that depends on it what that node lacks. If a relay does not answer, its leaf
 * fails over by itself to the next relay, and at last to all nodes that it reaches. It returns when
 * it hears the first relay again. A node passes on to its relay what it learns from any other node.
 *
 * <p><b>What a peer lacks</b> is the difference between the store and the version vector that the
 * peer itself has declared, less what is under way to it. A declaration covers the replicas at hand
 * and rides on the next message to the same node. It goes alone only if no message went there for a
 * while ({@link GossipDefaults}). Each message also names the last message that its sender got. If
 * the sender has not declared what came with that message or before, this is lost: the node sends
 * it again without waiting for a time-out. The declaration also shows a gap, and a peer that lost
 * its memory, so neither needs a special case.
 *
 * <p><b>Bounds.</b> A message holds about {@value #MAX_BATCH_BYTES} bytes of deltas, or one larger
 * delta. At most {@value GossipDefaults#WINDOW} messages are under way to a peer. The node sends an
 * unanswered message again, as a digest once it suspects the peer. It gives up after one attempt if
 * it need not send new deltas to that peer. If all nodes agree and are idle, each node but the
 * first costs one digest and one answer every {@link GossipDefaults#ANTI_ENTROPY} on average; in
 * traffic, these ride too. A version vector has one entry for each replica.
 *
 * <p><b>A node may have several engines.</b> They differ in the kind of their data or in their name
 * ({@link GossipSettings#named}). One of them may go without a name.
 *
 * <p>Sources: Demers et al., "Epidemic Algorithms for Replicated Database Maintenance" (1987), for
 * anti-entropy; van Renesse et al., "Efficient Reconciliation and Flow Control for Anti-Entropy
 * Protocols" (2008), for versions per origin as digest and acknowledgement; RFC 9002 for saying how
 * long an acknowledgement was held.
 */
public final class Gossip {
  /** About how many bytes of deltas one message holds, unless a single delta is larger. */
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
   * Makes an engine that replicates the store. It first joins the deltas on disk into the store.
   *
   * @param records the records of the replica as which the store adds
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

  /** True if this engine set the timer. Its node may have other timers. */
  public boolean isMine(Timer timer) {
    return timer instanceof GossipTimer ours && ours.engine().equals(settings.engine());
  }

  /** True if the message comes from an engine of the same kind and name. */
  public boolean isMine(Body body) {
    return GossipBodies.isGossip(body.type())
        && GossipBodies.kind(body).equals(settings.kind())
        && GossipBodies.engine(body).equals(settings.engine());
  }

  /** Starts the engine. It asks its peers for what an earlier incarnation may have known. */
  public void onStart(Outbox out) {
    records.onStart(out);
    memberChange.onStart(named(out));
    tidying.changed(named(out));
  }

  /**
   * Changes the members of the cluster, for example as a membership protocol sees them. The engine
   * exchanges all deltas with a member that has joined. It sends nothing more to a member that has
   * left, and refuses its messages. If the new order gives this node another relay, it turns to
   * that one. It keeps what it knows of the members that stay.
   *
   * <p>Nodes may learn of a change at different times, and refuse each other's messages meanwhile.
   * Once they agree again on the members and their order, each gets all that any of them has.
   *
   * @param members each once, in an order that all nodes share, such as that of their ids; the
   *     first ones are the relays. If this node is not in the list, it has left, and is silent
   *     until a later list has it. Before it leaves, see {@link #isKnownElsewhere}
   */
  public void members(List<NodeId> members, Outbox out) {
    memberChange.members(members, named(out));
    tidying.changed(named(out));
    assert checkInvariants();
  }

  /** Has the store tidied soon, for example because time has passed. */
  public void tidySoon(Outbox out) {
    tidying.changed(named(out));
  }

  /**
   * True if another member has said that it has all that this node has, so that this node can
   * leave.
   */
  public boolean isKnownElsewhere() {
    for (Peer peer : succession.peers()) {
      if (peer.state() == PeerState.PRESENT && !store.exceeds(peer.underWay.known())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Keeps a delta on disk before the node adds it to the store. Does nothing if the node has no
   * disk.
   *
   * @throws RequestException if the disk can't be written; nothing has changed
   */
  public void keep(Delta delta, Outbox out) {
    records.append(delta, store, out);
  }

  /**
   * Joins deltas that did not come in a message of an engine, and passes them on.
   *
   * @param body the body of the message that brought them, for the words of a refusal
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

  /**
   * Tells the engine that this node has added to the store. The engine sends the new deltas to the
   * nodes that lack them.
   */
  public void changed(Outbox out) {
    if (!succession.isAlone()) {
      dissemination.added(named(out));
    }
  }

  /**
   * Takes a message of another node's engine.
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

  /**
   * True if this node is its own relay, because it is the first of all nodes or suspects all nodes
   * in its line.
   */
  public boolean leads() {
    return succession.leads();
  }

  /**
   * The node to which this one sends new deltas, so that they reach all others; itself if it leads.
   */
  public NodeId relay() {
    return succession.relay();
  }

  /**
   * The nodes to which this one would send new deltas, but which it suspects, because they did not
   * answer.
   */
  public List<NodeId> away(long nowNanos) {
    List<NodeId> away = new ArrayList<>();
    for (Peer peer : succession.targets(nowNanos)) {
      if (peer.state().isAway()) {
        away.add(peer.id);
      }
    }
    return away;
  }

  /**
   * How many times this node has told another one all that it has: half a round of anti-entropy.
   */
  public long comparisonsSent() {
    return outgoing.comparisons();
  }

  /** How many times another node has told this one all that it has. */
  public long comparisonsReceived() {
    return incoming.comparisons();
  }

  /** The order of the nodes and its consequences, as this node sees them. */
  Succession succession() {
    return succession;
  }

  /** Handles a timer that this engine set ({@link #isMine(Timer)}). */
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
