package dev.tattle.gossip;

import java.time.Duration;

/**
 * All times and bounds of the engine: each default with its reason, and its source where it has
 * one. "Measured" means simulated, with 25 nodes and messages that take 100 ms.
 */
public final class GossipDefaults {
  // Latency budgets: how long a delta may wait on its way to share messages with others.

  /**
   * For sets. 3d of Gossip Glomers asks for a median below 400 ms and a maximum below 600. Measured
   * (messages an operation, median, maximum): 200 ms 1.64, 285, 399; 240 ms 1.47, 306, 447; 300 ms
   * 1.30, 335, 503.
   */
  public static final Duration SET_BUDGET = Duration.ofMillis(240);

  /** For counters: their reads may be stale, and then one message holds many adds. */
  public static final Duration COUNTER_BUDGET = Duration.ofSeconds(1);

  /** Half the messages of {@link #SET_BUDGET}, within the 2 s that 3e asks for. */
  public static final Duration FRUGAL_BUDGET = Duration.ofMillis(1300);

  /**
   * Up to here the whole budget is the relay's, and of more a leaf takes half: a relay's gathering
   * spares a message to each peer, a leaf's only its own.
   */
  static final Duration RELAY_ALONE = Duration.ofMillis(500);

  /** In rounds, a relay's share of the budget: a delta may wait for it twice, for 7/9 at a leaf. */
  static final int ROUND_SHARES = 9;

  /**
   * Late deltas wait at most so long for what a relay gathers anyway. Measured with {@link
   * #FRUGAL_BUDGET}: all have all 1.7 s after a heal, instead of 1.95, for as many messages. Of a
   * shorter gather time it is three quarters: with {@link #SET_BUDGET} 0.78 s instead of 0.83.
   */
  static final Duration LATE_GATHER = SET_BUDGET;

  /**
   * Of a longer gather time a relay on the way to another takes half. Measured with {@link
   * #FRUGAL_BUDGET}: all have all 1.5 s after a heal, instead of 1.7. With shorter ones they have
   * it no sooner, for a few more messages.
   */
  static final Duration ON_THE_WAY = Duration.ofMillis(480);

  /** Two flushes are at least so far apart: no more than 100 messages a second go to a peer. */
  static final Duration SPACING = Duration.ofMillis(10);

  // Straight to all.

  /** How long a relay waits for what was sent to all to arrive: longer than two hops. */
  static final Duration SETTLE = Duration.ofMillis(250);

  /**
   * What went straight to all goes with what is new there for so long again, or twice: with
   * exponential latency a message is often overtaken, and left a gap. Measured: median 133 ms
   * instead of 252.
   */
  static final Duration OVERLAP = Duration.ofMillis(500);

  /**
   * How long after the latest delta a leaf compares with its relay: a declaration may be lost, and
   * nobody waits for it. Longer than a declaration waits, a hop and a pause of the clients.
   */
  static final Duration QUIET = Duration.ofMillis(1500);

  /**
   * How soon a node declares what it has once a gap, or what its relay sends, shows that it may
   * have missed some of what went straight to all. Long enough that one declaration answers several
   * such messages.
   */
  static final Duration MISSED = Duration.ofMillis(150);

  // Acknowledgements.

  /**
   * How long after a peer's latest delta its acknowledgement goes alone, or the budget, if longer:
   * long enough that most find a message to ride on. TCP's wait at most 500 ms (RFC 1122, 4.2.3.2).
   */
  static final Duration ACK_IDLE = Duration.ofMillis(400);

  /** The same of a relay to which all is sent straight: it has less on which one could ride. */
  static final Duration RELAY_ACK_IDLE = Duration.ofMillis(1500);

  /**
   * How long after the first unacknowledged delta an acknowledgement goes alone, however many
   * follow: so long at most somebody is not sure that its deltas are safe.
   */
  static final long ACK_NANOS = Duration.ofMillis(1500).toNanos();

  // Time-outs.

  /** Before a round trip was measured (RFC 6298, 2.1). */
  static final long INITIAL_TIMEOUT_NANOS = Duration.ofSeconds(1).toNanos();

  /** RFC 6298 says 1 s. Below this, a busy machine's pauses would look like losses. */
  static final long MIN_TIMEOUT_NANOS = Duration.ofMillis(250).toNanos();

  /** RFC 6298 says at least 60 s. Whoever waits longer than 2 s converges late after a heal. */
  static final long MAX_TIMEOUT_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * How long after an attempt a silent peer is tried again; with counters, twice the budget if that
   * is longer. From a heal to convergence pass a probe, three hops and what a relay still gathers:
   * 0.9 s at most. It never backs off beyond: a peer that stays away costs 3 messages a second.
   */
  static final Duration PROBE = Duration.ofMillis(350);

  /** So many attempts are unanswered when a silent peer is taken to be away: one may be lost. */
  static final int ATTEMPTS_BEFORE_SUSPICION = 2;

  /** The same of a peer that is heard but does not answer: it may be deaf to this node. */
  static final int ATTEMPTS_THOUGH_HEARD = 4;

  // Who depends on whom.

  /** How often a node asks those on whom it depends, if they do not serve it anyway. */
  static final Duration RENEWAL = Duration.ofSeconds(1);

  /** For how long a peer that asked is sent what is new: two questions may be lost. */
  static final Duration LEASE = RENEWAL.multipliedBy(3);

  // Comparing.

  /**
   * How often, on average, a node compares all that it has with its relay (Demers et al., 1.3): 25
   * nodes at rest so send 2.4 messages a second.
   */
  static final Duration ANTI_ENTROPY = Duration.ofSeconds(20);

  /**
   * What a peer said longer ago may have been overtaken by others. Where much is lacking then, to
   * ask is cheaper than to send.
   */
  static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  /** How long after a change a store is asked whether it has something to tidy. */
  static final Duration TIDY = Duration.ofMillis(500);

  // Bounds.

  /** How many bytes of deltas one message holds, unless a single delta is larger. */
  static final int BATCH_BYTES = 64 * 1024;

  /**
   * How many messages may be under way to a peer; what is new then waits for an answer. With full
   * messages that is 4 MiB a round trip.
   */
  static final int WINDOW = 64;

  private GossipDefaults() {}
}
