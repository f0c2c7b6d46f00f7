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
 * Decides who sends to whom, as one node sees it. All nodes know one order of the nodes. Each node
 * has a <em>line</em>, which is a list of earlier nodes in that order. Its <em>relay</em> is the
 * first node in the line that it does not suspect. So a node needs no agreement to choose its
 * relay.
 *
 * <p>In a cluster of up to {@value #STAR} nodes, the line is all earlier nodes, and so the first
 * node is the relay of all. In a larger cluster, the first √n nodes are relays. A leaf's line
 * begins with one of them, its <em>home</em>, and goes on with the other relays and the earlier
 * leaves of the same home. The first node is the home of all relays. So no node serves more than
 * about 2 √n others.
 *
 * <p>A home serves its followers without being asked. A node that depends on another node asks it
 * again and again, and is sent new deltas for as long as it asks. Each node depends on an earlier
 * one or, if it reaches none of its line, on all neighbours that it reaches. So a delta gets to all
 * nodes that are connected, even if some pairs cannot talk.
 */
final class Succession {
  /** The largest cluster with a single relay. */
  static final int STAR = 36;

  private final NodeId self;
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();
  private Standing standing;

  /**
   * Makes the succession of a cluster's nodes.
   *
   * @param order all nodes, including {@code self}
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
   * Follows a new order, and keeps what is known of the members that stay.
   *
   * @param order all members; if {@code self} is not among them, it is alone
   * @return the members that have left, which are forgotten
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

  /** True if this is the only node. */
  boolean isAlone() {
    return standing.others().isEmpty();
  }

  /** The peer with this id; null if it is not in the cluster. */
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

  /** The peers that this node has exchanged messages with, and its neighbours. */
  Collection<Peer> peers() {
    return Collections.unmodifiableCollection(peers.values());
  }

  /** All members but this node. */
  Set<NodeId> others() {
    return standing.others();
  }

  /** All members but this node, as peers. */
  List<Peer> everybody() {
    List<Peer> everybody = new ArrayList<>();
    for (NodeId other : standing.others()) {
      everybody.add(peer(other));
    }
    return everybody;
  }

  /** True if this node comes first in the order. */
  boolean isFirst() {
    return standing.line().isEmpty();
  }

  /** How many relays a delta passes on its way, at most. */
  int relaysOnTheWay() {
    return standing.isStar() ? 1 : 3;
  }

  /** The node to which this one sends new deltas; it may be itself. */
  NodeId relay() {
    for (NodeId node : standing.line()) {
      if (!peer(node).state().isAway()) {
        return node;
      }
    }
    return self;
  }

  /** True if this node is its own relay: it is the first of all, or suspects its whole line. */
  boolean leads() {
    return relay().equals(self);
  }

  /** True if this node depends on nodes other than its home, and so must go on asking them. */
  boolean isAstray() {
    List<NodeId> line = standing.line();
    return !line.isEmpty() && !relay().equals(line.get(0));
  }

  /** True if this node depends on the peer for new deltas. */
  boolean dependsOn(Peer peer) {
    NodeId relay = relay();
    // Every candidate relay is suspected.
    boolean isLast = relay.equals(self) && !standing.line().isEmpty();
    return relay.equals(peer.id) || (isLast && standing.neighbours().contains(peer.id));
  }

  /** The peers on which this node depends. */
  List<Peer> superiors() {
    List<Peer> superiors = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (dependsOn(peer)) {
        superiors.add(peer);
      }
    }
    return superiors;
  }

  /** True if others depend on this node, so that gathering saves messages. */
  boolean isRelay(long nowNanos) {
    return !standing.followers().isEmpty() || leads() || isAsked(nowNanos);
  }

  private boolean isAsked(long nowNanos) {
    for (Peer peer : peers.values()) { // No stream, because a leaf runs this for each added value.
      // A node that leads because it suspects its line asks all its neighbours: they are no relays.
      if (peer.asks(nowNanos) && !dependsOn(peer)) {
        return true;
      }
    }
    return false;
  }

  /** True if this node sends the peer new deltas. */
  boolean isTarget(Peer peer, long nowNanos) {
    return targets(nowNanos).contains(peer);
  }

  /** The peers to which this node sends new deltas. */
  Collection<Peer> targets(long nowNanos) {
    NodeId relay = relay();
    Set<NodeId> targets = new LinkedHashSet<>();
    if (relay.equals(self)) {
      targets.addAll(standing.neighbours());
    } else {
      targets.add(relay);
      // A suspected home is tried again and again, so that all its followers return to it.
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
