package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;

/**
 * What happens where a peer does not answer: it is asked again, at last taken to be away, and if
 * this node depended on it, another takes its place.
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

  /** The peer has not answered in time. */
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
      if (peer.underWay.isAnswerLate()) { // As long as it is, all that follows is overdue.
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

  /** While this node depends on others than the first, those must not forget it. */
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
