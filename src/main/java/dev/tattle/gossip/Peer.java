package dev.tattle.gossip;

import dev.tattle.core.NodeId;

/**
 * Holds what the engine knows of one peer: what the peer has and what is under way to it; and what
 * came from it and is not acknowledged yet.
 *
 * <p>A peer's {@code have} is about one of its incarnations. An incarnation never loses deltas, so
 * its {@code have} stays true for as long as it lasts, however late the message comes.
 */
final class Peer {
  final NodeId id;
  final Incarnation incarnation = new Incarnation();
  final UnderWay underWay = new UnderWay();
  final Owed owed = new Owed();

  private PeerState state = PeerState.PRESENT;
  private long heardNanos = Long.MIN_VALUE;
  private long leaseEndNanos = Long.MIN_VALUE;

  Peer(NodeId id) {
    this.id = id;
  }

  PeerState state() {
    return state;
  }

  private void on(PeerState.Event event) {
    state = state.after(event);
  }

  /**
   * Notes that something came from the peer.
   *
   * @return true if the peer was suspected
   */
  boolean heard(long nowNanos) {
    boolean wasAway = state.isAway();
    heardNanos = nowNanos;
    on(PeerState.Event.HEARD);
    assert !state.isAway() : "who is heard is not away";
    return wasAway;
  }

  /** Suspects the peer, because it does not answer. */
  void suspect() {
    assert underWay.isOutstanding() : "it was not asked anything";
    on(PeerState.Event.SILENT);
    assert state.isAway() : state;
  }

  /**
   * Doubts which incarnation is present. The one that answers a question from this number on is.
   */
  void doubt(long nextNumber) {
    if (!state.isInDoubt()) {
      underWay.abandon();
      incarnation.doubt(nextNumber);
      on(PeerState.Event.DOUBTED);
    }
    assert state.isInDoubt() : state;
  }

  /** Notes that the peer answered the question of this number, in this incarnation. */
  void answeredAs(long anIncarnation, long number) {
    if (state.isInDoubt() && incarnation.isSettledBy(number)) {
      if (incarnation.settle(anIncarnation)) {
        underWay.saidNothing();
      }
      on(PeerState.Event.SETTLED);
    }
  }

  /** Notes until when the peer wants to be sent new deltas. */
  void lease(long untilNanos) {
    leaseEndNanos = untilNanos;
  }

  boolean asks(long nowNanos) {
    return leaseEndNanos > nowNanos;
  }

  /** True if nothing has come from the peer since this node began to wait for an answer. */
  boolean isSilent() {
    return heardNanos < underWay.attempts().sinceNanos();
  }

  /** True if the peer was heard within this time. */
  boolean heardWithin(long nanos, long nowNanos) {
    return heardNanos != Long.MIN_VALUE && nowNanos - heardNanos <= nanos;
  }

  /**
   * An invariant after each handler: if something depends on an answer, this node waits for one.
   */
  boolean isConsistent() {
    return underWay.isOutstanding() || (underWay.isAtRest() && !state.isInDoubt());
  }

  @Override
  public String toString() {
    return "%s, %s, %s".formatted(id, state, underWay);
  }
}
