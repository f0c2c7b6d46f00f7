package dev.tattle.gossip;

import dev.tattle.core.NodeId;

/**
 * What the engine knows of one peer, in both directions: what the peer has and what is under way to
 * it; what came from it and is not acknowledged yet.
 *
 * <p>A peer's {@code have} is a statement about one of its incarnations, and as an incarnation only
 * gains, it stays true for as long as that incarnation lasts, however late it comes.
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
   * Something came from the peer.
   *
   * @return true if the peer had been taken to be away
   */
  boolean heard(long nowNanos) {
    boolean wasAway = state.isAway();
    heardNanos = nowNanos;
    on(PeerState.Event.HEARD);
    assert !state.isAway() : "who is heard is not away";
    return wasAway;
  }

  /** The peer does not answer. */
  void suspect() {
    assert underWay.isOutstanding() : "it was not asked anything";
    on(PeerState.Event.SILENT);
    assert state.isAway() : state;
  }

  /**
   * Another incarnation was heard of: whatever answers a question from this number on is present.
   */
  void doubt(long nextNumber) {
    if (!state.isInDoubt()) {
      underWay.abandon();
      incarnation.doubt(nextNumber);
      on(PeerState.Event.DOUBTED);
    }
    assert state.isInDoubt() : state;
  }

  /** The peer answered the question of this number in this incarnation. */
  void answeredAs(long anIncarnation, long number) {
    if (state.isInDoubt() && incarnation.isSettledBy(number)) {
      if (incarnation.settle(anIncarnation)) {
        underWay.saidNothing();
      }
      on(PeerState.Event.SETTLED);
    }
  }

  /** The peer asked to be sent what is new. */
  void lease(long untilNanos) {
    leaseEndNanos = untilNanos;
  }

  boolean asks(long nowNanos) {
    return leaseEndNanos > nowNanos;
  }

  /** True where nothing came from the peer since an answer is waited for. */
  boolean isSilent() {
    return heardNanos < underWay.attempts().sinceNanos();
  }

  /** True where the peer was heard within this time. */
  boolean heardWithin(long nanos, long nowNanos) {
    return heardNanos != Long.MIN_VALUE && nowNanos - heardNanos <= nanos;
  }

  /** True, after each handler: nothing depends on an answer that nobody waits for. */
  boolean isConsistent() {
    return underWay.isOutstanding() || (underWay.isAtRest() && !state.isInDoubt());
  }

  @Override
  public String toString() {
    return "%s, %s, %s".formatted(id, state, underWay);
  }
}
