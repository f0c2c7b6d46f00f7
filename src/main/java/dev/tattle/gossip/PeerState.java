package dev.tattle.gossip;

/**
 * What a peer is to this node. The node decides by itself, from what it hears and does not hear;
 * peers may see it differently.
 */
enum PeerState {
  /** It is sent what it lacks. */
  PRESENT,

  /** Another incarnation of it was heard of: it is asked which one it is, and sent no more. */
  IN_DOUBT,

  /** It does not answer: nobody counts on it, and it is sent digests only, until it is heard. */
  AWAY,

  /** It stopped to answer while it was in doubt. */
  AWAY_IN_DOUBT;

  /** What changes the state. */
  enum Event {
    /** Anything came from the peer, of whichever incarnation. */
    HEARD,

    /** It has left too many attempts unanswered. */
    SILENT,

    /** A message came from another incarnation than the one that was taken for present. */
    DOUBTED,

    /** An incarnation has answered what was asked since the doubt arose: it is present. */
    SETTLED
  }

  boolean isAway() {
    return this == AWAY || this == AWAY_IN_DOUBT;
  }

  boolean isInDoubt() {
    return this == IN_DOUBT || this == AWAY_IN_DOUBT;
  }

  PeerState after(Event event) {
    return switch (event) {
      case HEARD -> isInDoubt() ? IN_DOUBT : PRESENT;
      case SILENT -> isInDoubt() ? AWAY_IN_DOUBT : AWAY;
      case DOUBTED -> isAway() ? AWAY_IN_DOUBT : IN_DOUBT;
      case SETTLED -> isAway() ? AWAY : PRESENT;
    };
  }
}
