package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who sends to whom, as one node sees it. All nodes know one order of succession; each picks as its
 * relay the first in it that it does not take to be away, and so needs nobody's agreement.
 *
 * <p>The first in the order relays to all. A node that depends on another one asks it to, again and
 * again, and is sent what is new there for as long as it asks. As each node depends on an earlier
 * one, or, if it reaches none, on all that it reaches, what one node knows gets to all that are
 * connected, even where some pairs cannot talk.
 */
final class Succession {
  private final List<NodeId> order;
  private final NodeId self;
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();

  /**
   * @param order all nodes, self among them
   */
  Succession(List<NodeId> order, NodeId self) {
    this.order = order;
    this.self = self;
    for (NodeId node : order) {
      if (!node.equals(self)) {
        peers.put(node, new Peer(node));
      }
    }
  }

  Map<NodeId, Peer> peers() {
    return peers;
  }

  /** The node to which this one sends what is new; it may be itself. */
  NodeId relay() {
    for (NodeId node : order) {
      Peer peer = peers.get(node);
      if (peer == null || !peer.suspected) {
        return node;
      }
    }
    throw new AssertionError(self + " is not in its own order of succession");
  }

  /** True where this node depends on others than the first, and so has to go on asking them. */
  boolean isAstray() {
    return !relay().equals(order.get(0));
  }

  /** True where this node depends on the peer for what is new. */
  boolean dependsOn(Peer peer) {
    NodeId relay = relay();
    return relay.equals(peer.id) || (relay.equals(self) && isAstray());
  }

  /** Those on whom this node depends. */
  List<Peer> superiors() {
    return peers.values().stream().filter(this::dependsOn).toList();
  }

  /** True where others depend on this node, so that gathering spares messages. */
  boolean isRelay(long nowNanos) {
    return relay().equals(self) || peers.values().stream().anyMatch(peer -> peer.asks(nowNanos));
  }

  /** The peers to which this node sends what is new. */
  Collection<Peer> targets(long nowNanos) {
    NodeId relay = relay();
    if (relay.equals(self)) {
      return List.copyOf(peers.values());
    }
    NodeId first = order.get(0);
    // The first is tried again and again while it is away, so that all return to one relay.
    return peers.values().stream()
        .filter(p -> p.id.equals(relay) || p.id.equals(first) || p.asks(nowNanos))
        .toList();
  }
}
