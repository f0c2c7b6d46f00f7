package dev.tattle.gossip;

import java.time.Duration;

/**
 * What differs between the users of the engine. {@link GossipDefaults} has the rest.
 *
 * @param kind what is replicated ({@code "broadcast"}); peers tell it from {@code "of"} in messages
 * @param leafGather how long a new delta waits at a leaf to share a message to the relay. Where it
 *     is longer than the relay's, all leaves send in rounds: so long after the relay sent to them
 * @param relayGather how long a new delta waits at a relay to share the messages to all peers
 * @param ackIdle how long after a peer's latest delta its acknowledgement goes alone
 * @param probe how long after an attempt a silent peer is tried again; a heal is noticed so late
 * @param isEager whether a new delta goes straight to all, and relays only repair
 * @param engine the engine's name, where a node has several; else empty
 */
public record GossipSettings(
    String kind,
    Duration leafGather,
    Duration relayGather,
    Duration ackIdle,
    Duration probe,
    boolean isEager,
    String engine) {
  /**
   * Settings under which a delta gathers for at most this long on its way to all.
   *
   * @param budget 0 to send straight to all, at once
   */
  public static GossipSettings of(String kind, Duration budget) {
    // A relay's gathering spares a message to each peer, a leaf's only its own: it comes second.
    Duration excess = budget.minus(GossipDefaults.RELAY_ALONE);
    Duration leaf = excess.isNegative() ? Duration.ZERO : excess.dividedBy(2);
    Duration ackIdle = longer(GossipDefaults.ACK_IDLE, budget);
    Duration relay = budget.isZero() ? GossipDefaults.SETTLE : budget.minus(leaf);
    return new GossipSettings(
        kind, leaf, relay, ackIdle, GossipDefaults.PROBE, budget.isZero(), "");
  }

  /**
   * Settings for what changes all the time and may be stale for this long: once a round, leaves
   * send what they have, and the relay answers with everybody's.
   *
   * @param budget 0 to send straight to all, at once
   */
  public static GossipSettings inRounds(String kind, Duration budget) {
    // A delta may just have missed a round: it waits for the relay's share twice.
    Duration relay = budget.dividedBy(GossipDefaults.ROUND_SHARES);
    Duration leaf = budget.minus(relay.multipliedBy(2));
    Duration probe = longer(GossipDefaults.PROBE, budget.multipliedBy(2));
    return new GossipSettings(
        kind, leaf, relay, longer(GossipDefaults.ACK_IDLE, budget), probe, budget.isZero(), "");
  }

  /**
   * The same for one of several engines in a node: its timers and messages carry this name, and
   * none of them is taken for another engine's. All nodes give it the same one.
   */
  public GossipSettings named(String anEngine) {
    return new GossipSettings(kind, leafGather, relayGather, ackIdle, probe, isEager, anEngine);
  }

  /** How long what a relay itself adds may wait: for the leaves' round, if it comes in time. */
  Duration ownGather() {
    return isInRounds() ? leafGather.plus(relayGather.multipliedBy(2)) : relayGather;
  }

  /**
   * How long after the latest delta its acknowledgement goes alone.
   *
   * @param isByRelay whether a relay is to send it, which has deltas for everybody soon
   */
  Duration ackIdle(boolean isByRelay) {
    return isByRelay && isEager ? GossipDefaults.RELAY_ACK_IDLE : ackIdle;
  }

  /** How long late deltas wait at most for what a relay gathers anyway. */
  Duration lateGather() {
    Duration most = relayGather.multipliedBy(3).dividedBy(4);
    boolean isShort = !isInRounds() && most.compareTo(GossipDefaults.LATE_GATHER) < 0;
    return isShort ? most : GossipDefaults.LATE_GATHER;
  }

  boolean isInRounds() {
    return leafGather.compareTo(relayGather) > 0;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
