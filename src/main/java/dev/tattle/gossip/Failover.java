package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;

/**
 * Deals with peers that do not answer. It asks such a peer again and at last suspects it. If this
 * node depended on that peer, it fails over to another.
 */
final class Failover {
  private final Shared shared;
  private final Store store;
  private final Succession succession;
  private final Outgoing outgoing;
  private final Dissemination dissemination;

  Failover(Shared shared, Outgoing outgoing, Dissemination dissemination) {
    this.shared = shared;
    store = shared.store();
    succession = shared.succession();
    this.outgoing = outgoing;
    this.dissemination = dissemination;
  }

  /** Tries again, because the peer has not answered in time. */
  void retry(Peer peer, Outbox out) {
    boolean isSilent = peer.isSilent();
    peer.underWay.timedOut(shared.nowNanos());
    int unanswered = peer.underWay.attempts().count() - 1;
    int most =
        isSilent ? GossipDefaults.ATTEMPTS_BEFORE_SUSPICION : GossipDefaults.ATTEMPTS_THOUGH_HEARD;
    if (unanswered >= most) {
      suspect(peer, out);
    }
    PeerState state = peer.state();
    if (!state.isInDoubt() && !succession.isTarget(peer, shared.nowNanos())) {
      outgoing.abandon(peer, out);
    } else if (state != PeerState.PRESENT || !store.exceeds(peer.underWay.known())) {
      outgoing.ask(peer, out);
    } else {
      outgoing.push(peer, true, out);
      if (peer.underWay.isAnswerLate()) { // While it is late, all that follows is overdue.
        outgoing.ask(peer, out);
      }
    }
  }

  private void suspect(Peer peer, Outbox out) {
    NodeId before = succession.relay();
    peer.suspect();
    if (!succession.relay().equals(before)) {
      dissemination.relayChanged(out);
      askAgain(out);
    }
  }

  /**
   * While this node depends on peers other than its home, it asks them again and again, because
   * they serve it only as long as it asks.
   */
  void askAgain(Outbox out) {
    if (succession.isAstray()) {
      for (Peer superior : succession.superiors()) {
        askUnlessSentTo(superior, out);
      }
      out.setTimer(GossipTimer.Own.RENEW, GossipDefaults.RENEWAL);
    }
  }

  private void askUnlessSentTo(Peer peer, Outbox out) {
    boolean wasSentTo = peer.underWay.sentWithin(GossipDefaults.RENEWAL, shared.nowNanos());
    if (!wasSentTo && !peer.underWay.isOutstanding()) {
      outgoing.ask(peer, out);
    }
  }
}
