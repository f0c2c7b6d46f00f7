package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The engine's timers. Their {@code equals} is written out for the reason given in {@link NodeId}.
 */
public sealed interface GossipTimer extends Timer {
  /** The name of the engine that set it; empty if the engine has none. */
  default String engine() {
    return "";
  }

  /** The timers of which an engine has one each. */
  enum Own implements GossipTimer {
    /** The gather time of the first unsent delta is over. */
    FLUSH,

    /** It is time to ask the peers again on which this node depends. */
    RENEW,

    /**
     * Nothing new has come for a while. It is time to compare, because nobody waits for
     * declarations.
     */
    QUIET,

    /** It is time to see whether the store has something to tidy. */
    TIDY,

    /** It is time to compare all that is here with the peers on which this node depends. */
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
      // Differs from a Retry's, because both timers are in one map.
      return ~peer.hashCode();
    }
  }
}
