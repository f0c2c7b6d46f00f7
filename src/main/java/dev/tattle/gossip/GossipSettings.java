package dev.tattle.gossip;

import java.time.Duration;

/**
 * Settings in which the users of the engine differ. {@link GossipDefaults} has the rest.
 *
 * @param kind the kind of data ({@code "broadcast"}), which is the field {@code of} in messages
 * @param leafGather how long new deltas gather at a leaf. If this is longer than {@code
 *     relayGather}, all leaves send in rounds: this long after the relay sent to them
 * @param relayGather how long new deltas gather at a relay
 * @param ackIdle how long after a peer's latest delta its acknowledgement goes alone
 * @param probe how long after an attempt a silent peer is tried again, and so how late a heal may
 *     be noticed
 * @param isEager whether new deltas go straight to all, and relays only repair losses
 * @param engine the engine's name if a node has several engines; else empty
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
   * Settings for deltas that gather for at most this long on their way to all nodes.
   *
   * @param budget 0 to send straight to all, at once
   */
  public static GossipSettings of(String kind, Duration budget) {
    // A relay's gathering saves a message to each peer, a leaf's only its own: the relay comes
    // first.
    Duration excess = budget.minus(GossipDefaults.RELAY_ALONE);
    Duration leaf = excess.isNegative() ? Duration.ZERO : excess.dividedBy(2);
    Duration ackIdle = longer(GossipDefaults.ACK_IDLE, budget);
    Duration relay = budget.isZero() ? GossipDefaults.SETTLE : budget.minus(leaf);
    return new GossipSettings(
        kind, leaf, relay, ackIdle, GossipDefaults.PROBE, budget.isZero(), "");
  }

  /**
   * Settings for data that changes all the time and may be stale for this long. Once a round the
   * leaves send what they have, and the relay answers with everybody's deltas.
   *
   * @param budget 0 to send straight to all, at once
   */
  public static GossipSettings inRounds(String kind, Duration budget) {
    // A delta that has just missed a round waits for the relay's share twice.
    Duration relay = budget.dividedBy(GossipDefaults.ROUND_SHARES);
    Duration leaf = budget.minus(relay.multipliedBy(2));
    Duration probe = longer(GossipDefaults.PROBE, budget.multipliedBy(2));
    return new GossipSettings(
        kind, leaf, relay, longer(GossipDefaults.ACK_IDLE, budget), probe, budget.isZero(), "");
  }

  /**
   * These settings for one of several engines in a node. The engine's timers and messages carry
   * this name, so that no other engine takes them. All nodes must use the same name.
   */
  public GossipSettings named(String anEngine) {
    return new GossipSettings(kind, leafGather, relayGather, ackIdle, probe, isEager, anEngine);
  }

  /** How long a relay's own new deltas gather: in rounds, until the leaves' next round has come. */
  Duration ownGather() {
    return isInRounds() ? leafGather.plus(relayGather.multipliedBy(2)) : relayGather;
  }

  /**
   * How long after the latest delta its acknowledgement goes alone.
   *
   * @param isByRelay whether a relay sends it, which soon has deltas for all
   */
  Duration ackIdle(boolean isByRelay) {
    return isByRelay && isEager ? GossipDefaults.RELAY_ACK_IDLE : ackIdle;
  }

  /** How long late deltas wait, at most, for what a relay gathers anyway. */
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
