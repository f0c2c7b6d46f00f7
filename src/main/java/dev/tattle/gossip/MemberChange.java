package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Compares what this node has with what its peers have: at the start, when the members change, and
 * from time to time.
 */
final class MemberChange {
  private final Shared shared;
  private final Succession succession;
  private final Outgoing outgoing;
  private final Dissemination dissemination;
  private final Failover failover;

  MemberChange(Shared shared, Outgoing outgoing, Dissemination dissemination, Failover failover) {
    this.shared = shared;
    succession = shared.succession();
    this.outgoing = outgoing;
    this.dissemination = dissemination;
    this.failover = failover;
  }

  void onStart(Outbox out) {
    if (!succession.isAlone()) {
      for (Peer peer : succession.targets(shared.nowNanos())) {
        outgoing.ask(peer, out);
      }
      armAntiEntropy(out);
    }
  }

  void members(List<NodeId> members, Outbox out) {
    boolean wasAlone = succession.isAlone();
    NodeId relay = succession.relay();
    Collection<Peer> served = succession.targets(shared.nowNanos());
    for (Peer left : succession.follow(members)) {
      outgoing.leave(left, out);
    }
    if (succession.isAlone()) {
      comeToRest(out);
      return;
    }
    boolean isElsewhere = !succession.relay().equals(relay);
    for (Peer peer : succession.targets(shared.nowNanos())) {
      boolean isNew = !served.contains(peer) || (isElsewhere && succession.dependsOn(peer));
      if (isNew && !peer.underWay.isAsking()) {
        outgoing.ask(peer, out);
      }
    }
    if (isElsewhere) {
      failover.askAgain(out);
    }
    if (wasAlone) {
      armAntiEntropy(out);
    }
  }

  /**
   * Stops all timers, because nobody is left. Unsent deltas wait in the store for the next member.
   */
  private void comeToRest(Outbox out) {
    dissemination.comeToRest(out);
    out.cancelTimer(GossipTimer.Own.QUIET);
    out.cancelTimer(GossipTimer.Own.RENEW);
    out.cancelTimer(GossipTimer.Own.ANTI_ENTROPY);
  }

  void compareFromTimeToTime(Outbox out) {
    compare(out);
    armAntiEntropy(out);
  }

  /** Compares all that is here with the peers on which this node depends. */
  void compare(Outbox out) {
    for (Peer superior : succession.superiors()) {
      if (superior.underWay.sentWithin(GossipDefaults.RENEWAL, shared.nowNanos())) {
        superior.owed.all(); // Rides on the next message.
      } else if (!superior.underWay.isOutstanding()) {
        outgoing.ask(superior, out);
      }
    }
  }

  private void armAntiEntropy(Outbox out) {
    long mostNanos = 2 * GossipDefaults.ANTI_ENTROPY.toNanos();
    long nanos = shared.environment().random().nextLong(mostNanos);
    out.setTimer(GossipTimer.Own.ANTI_ENTROPY, Duration.ofNanos(nanos));
  }
}
