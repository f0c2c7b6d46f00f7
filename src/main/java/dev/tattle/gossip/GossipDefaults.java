package dev.tattle.gossip;

import java.time.Duration;

/**
 * The times and bounds of the engine, each with its reason and, if there is one, its source.
 * "Measured" means simulated, with 25 nodes and messages that take 100 ms.
 */
public final class GossipDefaults {
  // Latency budgets: how long a delta may wait on its way, so that several share a message.

  /**
   * The budget of sets. Challenge 3d of Gossip Glomers asks for a median below 400 ms and a maximum
   * below 600 ms. Measured (messages an operation, median, maximum): 200 ms 1.64, 285, 399; 240 ms
   * 1.47, 306, 447; 300 ms 1.30, 335, 503.
   */
  public static final Duration SET_BUDGET = Duration.ofMillis(240);

  /** The budget of counters. Their reads may be stale, and so one message can hold many adds. */
  public static final Duration COUNTER_BUDGET = Duration.ofSeconds(1);

  /**
   * A budget that needs half the messages of {@link #SET_BUDGET}, within the 2 s that challenge 3e
   * asks for.
   */
  public static final Duration FRUGAL_BUDGET = Duration.ofMillis(1300);

  /**
   * The part of a budget that goes to the relay alone; of the rest, a leaf takes half. The relay
   * comes first, because its gathering saves a message to each peer. A leaf's gathering saves only
   * its own messages.
   */
  static final Duration RELAY_ALONE = Duration.ofMillis(500);

  /**
   * In rounds, a relay's gather time is the budget divided by this. A delta may wait for the relay
   * twice, and for the other 7/9 at a leaf.
   */
  static final int ROUND_SHARES = 9;

  /**
   * How long late deltas wait, at most, for what a relay gathers anyway; three quarters of the
   * gather time if that is less. Measured: with {@link #FRUGAL_BUDGET} all nodes have all deltas
   * 1.7 s after a heal, instead of 1.95 s, for as many messages; with {@link #SET_BUDGET} 0.78 s
   * instead of 0.83 s.
   */
  static final Duration LATE_GATHER = SET_BUDGET;

  /**
   * If the gather time is longer than this, a relay on the way to another relay gathers for half of
   * it. Measured with {@link #FRUGAL_BUDGET}: all nodes have all deltas 1.5 s after a heal, instead
   * of 1.7 s. Halving shorter times gains nothing and costs a few more messages.
   */
  static final Duration ON_THE_WAY = Duration.ofMillis(480);

  /** The least time between two flushes: at most 100 messages a second go to a peer. */
  static final Duration SPACING = Duration.ofMillis(10);

  // Sending straight to all.

  /** How long a relay waits for deltas that were sent to all to arrive. Longer than two hops. */
  static final Duration SETTLE = Duration.ofMillis(250);

  /**
   * For this long, or up to twice as long, deltas that went straight to all are sent again with new
   * ones. With exponential latency a message is often overtaken, which would leave a gap. Measured:
   * median 133 ms instead of 252.
   */
  static final Duration OVERLAP = Duration.ofMillis(500);

  /**
   * How long after the latest delta a leaf compares with its relay, because a declaration may be
   * lost and nobody waits for it. It is longer than a declaration's wait, a hop and a pause of the
   * clients together.
   */
  static final Duration QUIET = Duration.ofMillis(1500);

  /**
   * How soon a node declares what it has if it may have missed something sent straight to all: a
   * gap shows this, or what its relay sends. It is long enough that one declaration answers several
   * such messages.
   */
  static final Duration MISSED = Duration.ofMillis(150);

  // Acknowledgements.

  /**
   * How long after a peer's latest delta its acknowledgement goes alone; the budget, if that is
   * longer. Most acknowledgements find a message to ride on within this time. Those of TCP wait at
   * most 500 ms (RFC 1122, 4.2.3.2).
   */
  static final Duration ACK_IDLE = Duration.ofMillis(400);

  /** The same for a relay if new deltas go straight to all: it sends fewer messages to ride on. */
  static final Duration RELAY_ACK_IDLE = Duration.ofMillis(1500);

  /**
   * How long after the first unacknowledged delta an acknowledgement goes alone, however many
   * deltas follow. No sender waits longer to know that its deltas are safe.
   */
  static final long ACK_NANOS = Duration.ofMillis(1500).toNanos();

  // Time-outs.

  /** The time-out before a round trip was measured (RFC 6298, 2.1). */
  static final long INITIAL_TIMEOUT_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * The least time-out. RFC 6298 says 1 s. If it were less than this, a busy machine's pauses would
   * look like losses.
   */
  static final long MIN_TIMEOUT_NANOS = Duration.ofMillis(250).toNanos();

  /**
   * The greatest time-out. RFC 6298 says at least 60 s, but a node that waits longer than 2 s
   * converges late after a heal.
   */
  static final long MAX_TIMEOUT_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * How long after an attempt a silent peer is tried again; with counters, twice the budget if that
   * is longer. From a heal to convergence it takes one such wait, three hops and the relay's gather
   * time: 0.9 s at most. The wait never grows: a peer that stays away costs 3 messages a second.
   */
  static final Duration PROBE = Duration.ofMillis(350);

  /**
   * After how many unanswered attempts a silent peer is suspected. More than one, because one may
   * be lost.
   */
  static final int ATTEMPTS_BEFORE_SUSPICION = 2;

  /**
   * The same for a peer that is heard but does not answer: this node's messages may not reach it.
   */
  static final int ATTEMPTS_THOUGH_HEARD = 4;

  // Dependence.

  /** How often a node asks the peers on which it depends, if they do not serve it anyway. */
  static final Duration RENEWAL = Duration.ofSeconds(1);

  /**
   * For how long a node sends new deltas to a peer that asked. Two of three questions may be lost.
   */
  static final Duration LEASE = RENEWAL.multipliedBy(3);

  // Comparing.

  /**
   * How often, on average, a node compares all that it has with its relay (Demers et al., 1.3). At
   * this rate, 25 idle nodes send 2.4 messages a second.
   */
  static final Duration ANTI_ENTROPY = Duration.ofSeconds(20);

  /**
   * For how long a peer's declaration counts as fresh. Later, the peer may have got much from
   * others. If it seems to lack much then, asking is cheaper than sending.
   */
  static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  /** How long after a change the engine asks a store whether it has something to tidy. */
  static final Duration TIDY = Duration.ofMillis(500);

  // Bounds.

  /** About how many bytes of deltas one message holds, unless a single delta is larger. */
  static final int BATCH_BYTES = 64 * 1024;

  /**
   * How many messages may be under way to a peer. At the bound, new deltas wait for an answer. With
   * full messages that is 4 MiB a round trip.
   */
  static final int WINDOW = 64;

  private GossipDefaults() {}
}
