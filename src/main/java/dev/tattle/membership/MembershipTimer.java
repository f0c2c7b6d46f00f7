package dev.tattle.membership;

import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;

/** The timers of {@link Membership}. */
public sealed interface MembershipTimer extends Timer {
  /** The timers of which there is one each. */
  enum Round implements MembershipTimer {
    /** It is time to probe the next member. */
    PROBE,
    /** The probed member did not answer in time: it is time to ask others. */
    ASK_OTHERS,
    /** There is news to send. */
    GOSSIP,
    /** It is time to compare tables. */
    SYNC,
    /** It is time to ask contacts again, because none has answered. */
    JOIN
  }

  /** A suspicion has lasted long enough. */
  record Suspicion(NodeId suspect) implements MembershipTimer {}

  /** A member that this node probes for another did not answer in time. */
  record Relayed(long number) implements MembershipTimer {}
}
