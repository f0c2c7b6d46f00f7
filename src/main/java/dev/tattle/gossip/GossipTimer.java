package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;
import org.jspecify.annotations.Nullable;

/** The engine's timers. Their equality is written out for the reason that {@link NodeId} gives. */
public sealed interface GossipTimer extends Timer {
  /** Which engine set it: its name, where it has one; else empty. */
  default String engine() {
    return "";
  }

  /** Those of which a node has one. */
  enum Own implements GossipTimer {
    /** The gather time of the first unsent delta is over. */
    FLUSH,

    /** Time to ask again those on whom this node depends. */
    RENEW,

    /** Nothing new has come for a while: time to compare, where nobody waits for declarations. */
    QUIET,

    /** Time to see whether the store has something to tidy. */
    TIDY,

    /** Time to compare all that is here with those on whom this node depends. */
    ANTI_ENTROPY
  }

  /** A timer of an engine that has a name. */
  record Named(String engine, GossipTimer timer) implements GossipTimer {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Named that && engine.equals(that.engine) && timer.equals(that.timer);
    }

    @Override
    public int hashCode() {
      return 31 * engine.hashCode() + timer.hashCode();
    }
  }

  /** A peer has not answered in time. */
  record Retry(NodeId peer) implements GossipTimer {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Retry that && peer.equals(that.peer);
    }

    @Override
    public int hashCode() {
      return peer.hashCode();
    }
  }

  /** An acknowledgement has waited long enough for a message to ride on. */
  record Ack(NodeId peer) implements GossipTimer {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Ack that && peer.equals(that.peer);
    }

    @Override
    public int hashCode() {
      // Not that of the peer: both timers stand in one map.
      return ~peer.hashCode();
    }
  }
}
