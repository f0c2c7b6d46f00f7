package dev.tattle.gossip;

import java.time.Duration;

/**
 * Which incarnation of a peer is taken for its present one, and what it sent last.
 *
 * <p>Incarnations are random numbers: they tell one from another, not which came later. So a doubt
 * is settled by a question: the incarnation that answers it lived when it was put.
 */
final class Incarnation {
  /** 0 until one is heard of. */
  private long present;

  private long doubtNumber;
  private long heardNumber;
  private long heardNumberNanos;

  /** True where this is the peer's present one, or the first that was heard of. */
  boolean isPresent(long incarnation) {
    if (present == 0) {
      present = incarnation;
    }
    return present == incarnation;
  }

  /** Whatever answers a question from this number on is present. */
  void doubt(long nextNumber) {
    doubtNumber = nextNumber;
  }

  /** True where an answer to the question of this number settles the doubt. */
  boolean isSettledBy(long number) {
    return number >= doubtNumber;
  }

  /**
   * This incarnation is the present one.
   *
   * @return true if it is another than before, of which nothing has been heard yet
   */
  boolean settle(long incarnation) {
    boolean isOther = present != incarnation;
    if (isOther) {
      present = incarnation;
      heardNumber = 0;
    }
    return isOther;
  }

  /** The present incarnation sent the message of this number. */
  void heard(long number, long nowNanos) {
    if (number > heardNumber) {
      heardNumber = number;
      heardNumberNanos = nowNanos;
    }
  }

  /** The highest number that came from the present incarnation; 0 for none. */
  long heardNumber() {
    return heardNumber;
  }

  /** How long ago that one came. */
  long heldMillis(long nowNanos) {
    assert heardNumber != 0 : "nothing is held";
    return Duration.ofNanos(nowNanos - heardNumberNanos).toMillis();
  }
}
