package dev.tattle.membership;

import java.time.Duration;

/**
 * The times and bounds of membership.
 *
 * @param probeInterval between two probes: each asks one member. 1 s, as in memberlist
 * @param probeTimeout until others are asked to probe it, too. 500 ms, as in memberlist
 * @param indirectProbes how many are asked. 3: the k of the SWIM paper and of memberlist
 * @param gossipInterval between messages of those who know something new. 200 ms, as in memberlist
 * @param gossipNodes how many are told at each interval. 3, as in memberlist
 * @param retransmits a node tells each piece of news {@code retransmits × log10(n + 1)} times. 4,
 *     as in memberlist: the λ of the SWIM paper
 * @param suspicionTimes the least time of a suspicion is {@code suspicionTimes × log10(n)} probe
 *     intervals. 4, as in memberlist; 5 in the Lifeguard paper: its α
 * @param suspicionSpread the longest time is so many times the least. 6: Lifeguard's β
 * @param confirmations so many others who suspect it as well bring the time down to the least. 3:
 *     Lifeguard's K
 * @param worstHealth how much a node slows down that is slow itself. 8: Lifeguard's S
 * @param syncInterval between two comparisons with another node, and between two attempts to reach
 *     some of the dead. 10 s, where memberlist takes 30: it costs a number of 64 bits where nothing
 *     differs
 * @param forgetAfter for how long dead and left members are remembered. 24 h, as in Serf
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

  /** So many members are known at the most; further ones are not heard. */
  public static final int MOST_MEMBERS = 1_000;

  /** So many pieces of news ride on a message: about a kilobyte and a half. */
  static final int MOST_NEWS = 20;

  /** How often news of a group of this size is told by each node. */
  int tellings(int members) {
    return Math.max(1, (int) Math.ceil(retransmits * Math.log10(members + 1)));
  }

  /** For how long a suspicion lasts at least, in a group of this size. */
  Duration leastSuspicion(int members) {
    double scale = Math.max(1, Math.log10(Math.max(1, members)));
    return scaled(probeInterval, suspicionTimes * scale);
  }

  /** For how long it lasts while nobody else suspects the member. */
  Duration mostSuspicion(int members) {
    return leastSuspicion(members).multipliedBy(suspicionSpread);
  }

  static Duration scaled(Duration time, double factor) {
    return Duration.ofNanos((long) (time.toNanos() * factor));
  }
}
