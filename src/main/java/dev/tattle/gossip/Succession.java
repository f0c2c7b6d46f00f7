package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sends to whom, as one node sees it. All nodes know one order. Each has a line of earlier
 * nodes in it, picks as its relay the first of them that it does not take to be away, and so needs
 * nobody's agreement.
 *
 * <p>Among up to {@value #STAR} nodes, the line is all earlier ones, and so the first relays to
 * all. Among more, the first √n are relays: a leaf's line begins with one of them, its
 * <em>home</em>, and goes on with the other relays and the earlier leaves of the same home; relays
 * have the first for their home. So no node serves more than about 2 √n others.
 *
 * <p>A home serves its followers without being asked. A node that depends on another one asks it
 * to, again and again, and is sent what is new there for as long as it asks. As each node depends
 * on an earlier one, or, if it reaches none of its line, on all its neighbours that it reaches,
 * what one node knows gets to all that are connected, even where some pairs cannot talk.
 */
final class Succession {
  /** The largest cluster with a single relay. */
  static final int STAR = 36;

  private final NodeId self;
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();
  private Standing standing;

  /**
   * @param order all nodes, self among them
   */
  Succession(List<NodeId> order, NodeId self) {
    this.self = self;
    standing = Standing.of(order, self);
    meetNeighbours();
  }

  private void meetNeighbours() {
    for (NodeId neighbour : standing.neighbours()) {
      peer(neighbour);
    }
  }

  /**
   * Other members from now on. What is known of those who stay is kept.
   *
   * @param order all members; where self is not among them, it is alone
   * @return those who have left, which are forgotten
   */
  List<Peer> follow(List<NodeId> order) {
    standing = Standing.of(order, self);
    List<Peer> left = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (!standing.others().contains(peer.id)) {
        left.add(peer);
      }
    }
    for (Peer peer : left) {
      peers.remove(peer.id);
    }
    meetNeighbours();
    return left;
  }

  /** True where this is the only node. */
  boolean isAlone() {
    return standing.others().isEmpty();
  }

  /** The peer of this name; null where it is not in the cluster. */
  @Nullable Peer find(NodeId id) {
    return standing.others().contains(id) ? peer(id) : null;
  }

  private Peer peer(NodeId id) {
    Peer peer = peers.get(id);
    if (peer == null) {
      peer = new Peer(id);
      peers.put(id, peer);
    }
    return peer;
  }

  /** The peers that this node has had to do with, its neighbours among them. */
  Collection<Peer> peers() {
    return Collections.unmodifiableCollection(peers.values());
  }

  /** All members but this node. */
  Set<NodeId> others() {
    return standing.others();
  }

  /** The same, as peers. */
  List<Peer> everybody() {
    List<Peer> everybody = new ArrayList<>();
    for (NodeId other : standing.others()) {
      everybody.add(peer(other));
    }
    return everybody;
  }

  /** True where this node comes first in the order. */
  boolean isFirst() {
    return standing.line().isEmpty();
  }

  /** How many relays a delta passes on its way, at the most. */
  int relaysOnTheWay() {
    return standing.isStar() ? 1 : 3;
  }

  /** The node to which this one sends what is new; it may be itself. */
  NodeId relay() {
    for (NodeId node : standing.line()) {
      if (!peer(node).state().isAway()) {
        return node;
      }
    }
    return self;
  }

  /** True where this node is its own relay: the first of all, or of all whom it reaches. */
  boolean leads() {
    return relay().equals(self);
  }

  /** True where this node depends on others than its home, and so has to go on asking them. */
  boolean isAstray() {
    List<NodeId> line = standing.line();
    return !line.isEmpty() && !relay().equals(line.get(0));
  }

  /** True where this node depends on the peer for what is new. */
  boolean dependsOn(Peer peer) {
    NodeId relay = relay();
    // Its own relay, and not the first of all: no line is left.
    boolean isLast = relay.equals(self) && !standing.line().isEmpty();
    return relay.equals(peer.id) || (isLast && standing.neighbours().contains(peer.id));
  }

  /** Those on whom this node depends. */
  List<Peer> superiors() {
    List<Peer> superiors = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (dependsOn(peer)) {
        superiors.add(peer);
      }
    }
    return superiors;
  }

  /** True where others depend on this node, so that gathering spares messages. */
  boolean isRelay(long nowNanos) {
    return !standing.followers().isEmpty() || leads() || isAsked(nowNanos);
  }

  private boolean isAsked(long nowNanos) {
    for (Peer peer : peers.values()) { // No stream: a leaf looks with each value that is added.
      // Who leads those that fell back on it asks them, too: they need not answer as relays do.
      if (peer.asks(nowNanos) && !dependsOn(peer)) {
        return true;
      }
    }
    return false;
  }

  /** True where this node sends the peer what is new. */
  boolean isTarget(Peer peer, long nowNanos) {
    return targets(nowNanos).contains(peer);
  }

  /** The peers to which this node sends what is new. */
  Collection<Peer> targets(long nowNanos) {
    NodeId relay = relay();
    Set<NodeId> targets = new LinkedHashSet<>();
    if (relay.equals(self)) {
      targets.addAll(standing.neighbours());
    } else {
      targets.add(relay);
      // The home is tried again and again while it is away, so that all return to it.
      targets.add(standing.line().get(0));
      targets.addAll(standing.followers());
    }
    List<Peer> asking = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (targets.contains(peer.id) || peer.asks(nowNanos)) {
        asking.add(peer);
      }
    }
    return asking;
  }
}
