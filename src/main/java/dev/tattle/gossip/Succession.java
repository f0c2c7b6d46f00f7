package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who relays, as one node sees it. All nodes know the same order; each picks the first in it that
 * it does not take to be away, and so needs nobody's agreement.
 */
final class Succession {
  private static final long DUTY_NANOS = Duration.ofSeconds(2).toNanos();

  private final List<NodeId> order;
  private final NodeId self;
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();
  private boolean wasAsked;
  private long dutyEndsNanos;

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

  /** True while this node is its own relay, or a peer's that asked it to. */
  boolean isRelay(long nowNanos) {
    return relay().equals(self) || (wasAsked && nowNanos < dutyEndsNanos);
  }

  /** A peer asked this node to be its relay. */
  void takeDuty(long nowNanos) {
    wasAsked = true;
    dutyEndsNanos = nowNanos + DUTY_NANOS;
  }

  /** The peers to which this node sends unasked. */
  Collection<Peer> targets(long nowNanos) {
    if (isRelay(nowNanos)) {
      return List.copyOf(peers.values());
    }
    NodeId relay = relay();
    NodeId first = order.get(0);
    // The first is tried again and again while it is away, so that all return to one relay.
    return peers.values().stream()
        .filter(peer -> peer.id.equals(relay) || peer.id.equals(first))
        .toList();
  }
}
