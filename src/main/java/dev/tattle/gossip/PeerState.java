package dev.tattle.gossip;

/**
 * The state of a peer as this node sees it. Each node decides alone, by what it hears and does not
 * hear, so nodes may disagree.
 */
enum PeerState {
  /** The peer answers, and is sent what it lacks. */
  PRESENT,

  /**
   * Another incarnation was heard of. The peer is asked which one is present, and sent nothing
   * more.
   */
  IN_DOUBT,

  /**
   * The peer does not answer: it is suspected. Nothing depends on it, and it is sent only digests,
   * until it is heard.
   */
  AWAY,

  /** The peer stopped answering while it was in doubt. */
  AWAY_IN_DOUBT;

  /** An event that changes the state. */
  enum Event {
    /** Anything came from the peer, from any incarnation. */
    HEARD,

    /** The peer has left too many attempts unanswered. */
    SILENT,

    /** A message came from an incarnation other than the present one. */
    DOUBTED,

    /** An incarnation has answered a question asked since the doubt arose: it is present. */
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
