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
  private final Set<NodeId> others;
  private final List<NodeId> line;
  private final List<NodeId> followers;
  private final Set<NodeId> neighbours;
  private final boolean isStar;
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();

  /**
   * @param order all nodes, self among them
   */
  Succession(List<NodeId> order, NodeId self) {
    this.self = self;
    others = new LinkedHashSet<>(order);
    others.remove(self);
    isStar = order.size() <= STAR;
    int place = order.indexOf(self);
    int relays = isStar ? 1 : (int) Math.ceil(Math.sqrt(order.size()));
    line = line(order, place, relays);
    followers = followers(order, relays);
    neighbours = new LinkedHashSet<>(isStar ? others : line);
    neighbours.addAll(followers);
    for (NodeId neighbour : neighbours) {
      peer(neighbour);
    }
  }

  private static List<NodeId> line(List<NodeId> order, int place, int relays) {
    NodeId home = home(order, place, relays);
    if (place < relays || relays == 1 || home == null) {
      return List.copyOf(order.subList(0, place));
    }
    Set<NodeId> line = new LinkedHashSet<>(List.of(home));
    line.addAll(order.subList(0, relays));
    for (int i = relays; i < place; i++) {
      if (home.equals(home(order, i, relays))) {
        line.add(order.get(i));
      }
    }
    return List.copyOf(line);
  }

  private List<NodeId> followers(List<NodeId> order, int relays) {
    List<NodeId> followers = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      if (self.equals(home(order, i, relays))) {
        followers.add(order.get(i));
      }
    }
    return followers;
  }

  /** The first in the line of the node at this place; null for the first node. */
  private static @Nullable NodeId home(List<NodeId> order, int place, int relays) {
    if (place == 0) {
      return null;
    }
    return order.get(place < relays ? 0 : (place - relays) % relays);
  }

  /** True where this is the only node. */
  boolean isAlone() {
    return others.isEmpty();
  }

  /** The peer of this name; null where it is not in the cluster. */
  @Nullable Peer find(NodeId id) {
    return others.contains(id) ? peer(id) : null;
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

  /** All nodes but this one. */
  List<Peer> everybody() {
    List<Peer> everybody = new ArrayList<>();
    for (NodeId other : others) {
      everybody.add(peer(other));
    }
    return everybody;
  }

  /** How many relays a delta passes on its way, at the most. */
  int relaysOnTheWay() {
    return isStar ? 1 : 3;
  }

  /** The node to which this one sends what is new; it may be itself. */
  NodeId relay() {
    for (NodeId node : line) {
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
    return !line.isEmpty() && !relay().equals(line.get(0));
  }

  /** True where this node depends on the peer for what is new. */
  boolean dependsOn(Peer peer) {
    NodeId relay = relay();
    // Its own relay, and not the first of all: no line is left.
    boolean isLast = relay.equals(self) && !line.isEmpty();
    return relay.equals(peer.id) || (isLast && neighbours.contains(peer.id));
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
    return !followers.isEmpty() || leads() || isAsked(nowNanos);
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
      targets.addAll(neighbours);
    } else {
      targets.add(relay);
      // The home is tried again and again while it is away, so that all return to it.
      targets.add(line.get(0));
      targets.addAll(followers);
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
