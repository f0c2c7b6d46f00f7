package dev.tattle.gossip;

import java.time.Duration;

/**
 * Knows which incarnation of a peer is its present one, and what that one sent last.
 *
 * <p>Incarnations are random numbers: they differ, but do not show which came later. A question
 * settles a doubt: the incarnation that answers was alive when the question was sent.
 */
final class Incarnation {
  /** 0 until one is heard of. */
  private long present;

  private long doubtNumber;
  private long heardNumber;
  private long heardNumberNanos;

  /** True if this is the peer's present incarnation, or the first that was heard of. */
  boolean isPresent(long incarnation) {
    if (present == 0) {
      present = incarnation;
    }
    return present == incarnation;
  }

  /** Notes a doubt: the incarnation that answers a question from this number on is present. */
  void doubt(long nextNumber) {
    doubtNumber = nextNumber;
  }

  /** True if an answer to the question of this number settles the doubt. */
  boolean isSettledBy(long number) {
    return number >= doubtNumber;
  }

  /**
   * Makes this incarnation the present one.
   *
   * @return true if it differs from the one before; nothing counts as heard from it yet
   */
  boolean settle(long incarnation) {
    boolean isOther = present != incarnation;
    if (isOther) {
      present = incarnation;
      heardNumber = 0;
    }
    return isOther;
  }

  /** Notes a message of this number from the present incarnation. */
  void heard(long number, long nowNanos) {
    if (number > heardNumber) {
      heardNumber = number;
      heardNumberNanos = nowNanos;
    }
  }

  /** The highest number of a message from the present incarnation; 0 for none. */
  long heardNumber() {
    return heardNumber;
  }

  /** How long ago that message came. */
  long heldMillis(long nowNanos) {
    assert heardNumber != 0 : "nothing is held";
    return Duration.ofNanos(nowNanos - heardNumberNanos).toMillis();
  }
}
