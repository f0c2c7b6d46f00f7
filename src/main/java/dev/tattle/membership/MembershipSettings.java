package dev.tattle.membership;

import java.time.Duration;

/**
 * The times and bounds of membership.
 *
 * @param probeInterval the time between two probes, each of one member. 1 s, as in memberlist
 * @param probeTimeout how long a probe waits before other members are asked to probe, too. 500 ms,
 *     as in memberlist
 * @param indirectProbes how many members are asked. 3: the k of the SWIM paper and of memberlist
 * @param gossipInterval the time between messages of a node that has news. 200 ms, as in memberlist
 * @param gossipNodes how many nodes get the news at each interval. 3, as in memberlist
 * @param retransmits each node sends a piece of news {@code retransmits × log10(n + 1)} times. 4,
 *     as in memberlist: the λ of the SWIM paper
 * @param suspicionTimes the least time of a suspicion is {@code suspicionTimes × log10(n)} probe
 *     intervals. 4, as in memberlist; 5 in the Lifeguard paper: its α
 * @param suspicionSpread the longest time of a suspicion is this many times the least. 6:
 *     Lifeguard's β
 * @param confirmations how many other nodes must suspect the member for the least time to apply. 3:
 *     Lifeguard's K
 * @param worstHealth how much, at most, a slow node slows its probes down. 8: Lifeguard's S
 * @param syncInterval the time between two comparisons with another node, and between two attempts
 *     to reach dead members. 10 s; memberlist takes 30 s. A comparison costs one number of 64 bits
 *     if nothing differs
 * @param forgetAfter how long dead and left members are remembered. 24 h, as in Serf
 */
public record MembershipSettings(
    Duration probeInterval,
    Duration probeTimeout,
    int indirectProbes,
    Duration gossipInterval,
    int gossipNodes,
    int retransmits,
    int suspicionTimes,
    int suspicionSpread,
    int confirmations,
    int worstHealth,
    Duration syncInterval,
    Duration forgetAfter) {
  /** The settings given above. */
  public static final MembershipSettings DEFAULT =
      new MembershipSettings(
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          3,
          Duration.ofMillis(200),
          3,
          4,
          4,
          6,
          3,
          8,
          Duration.ofSeconds(10),
          Duration.ofHours(24));

  /** The most members known. At the bound, a node ignores new members. */
  public static final int MOST_MEMBERS = 1_000;

  /** How many pieces of news ride on a message: about a kilobyte and a half. */
  static final int MOST_NEWS = 20;

  /** How often each node sends a piece of news, in a group of this size. */
  int tellings(int members) {
    return Math.max(1, (int) Math.ceil(retransmits * Math.log10(members + 1)));
  }

  /** How long a suspicion lasts at least, in a group of this size. */
  Duration leastSuspicion(int members) {
    double scale = Math.max(1, Math.log10(Math.max(1, members)));
    return scaled(probeInterval, suspicionTimes * scale);
  }

  /** How long a suspicion lasts while no other node suspects the member. */
  Duration mostSuspicion(int members) {
    return leastSuspicion(members).multipliedBy(suspicionSpread);
  }

  static Duration scaled(Duration time, double factor) {
    return Duration.ofNanos((long) (time.toNanos() * factor));
  }
}
