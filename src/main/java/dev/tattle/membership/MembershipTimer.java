package dev.tattle.membership;

import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;

/** The timers of {@link Membership}. */
public sealed interface MembershipTimer extends Timer {
  /** Those of which there is one. */
  enum Round implements MembershipTimer {
    /** The next member is probed. */
    PROBE,
    /** The member that is probed did not answer in time: others are asked. */
    ASK_OTHERS,
    /** There is news to tell. */
    GOSSIP,
    /** Tables are compared. */
    SYNC,
    /** A group is to be joined, and nobody of it has answered. */
    JOIN
  }

  /** A suspicion has lasted long enough. */
  record Suspicion(NodeId suspect) implements MembershipTimer {}

  /** A member that is probed for another did not answer in time. */
  record Relayed(long number) implements MembershipTimer {}
}
