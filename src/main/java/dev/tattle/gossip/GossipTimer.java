package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;

/** The engine's timers. */
public sealed interface GossipTimer extends Timer {
  /** The gather time of the first unsent delta is over. */
  record Flush() implements GossipTimer {}

  /** A peer has not answered in time. */
  record Retry(NodeId peer) implements GossipTimer {}

  /** An acknowledgement has waited long enough for a message to ride on. */
  record Ack(NodeId peer) implements GossipTimer {}

  /** Time to ask again those on whom this node depends. */
  record Renew() implements GossipTimer {}

  /** Nothing new has come for a while: time to compare, where nobody waits for declarations. */
  record Quiet() implements GossipTimer {}

  /** Time to compare all that is here with those on whom this node depends. */
  record AntiEntropy() implements GossipTimer {}
}
