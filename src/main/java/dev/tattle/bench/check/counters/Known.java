package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Attempt;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a party knows about one counter: which additions are there, and which are gone for good.
 * Knowledge only grows. Sets of additions are bits, by exponent.
 */
final class Known {
  private long seen;
  private long gone;
  private final @Nullable Attempt[] why = new Attempt[PowerSum.POWERS];

  /** The additions known to be there. */
  long there() {
    return seen & ~gone;
  }

  /** The additions known to be gone after they were there. */
  long gone() {
    return gone;
  }

  /** The additions of which anything is known. */
  long known() {
    return seen | gone;
  }

  void see(long exponents, Attempt by) {
    note(exponents & ~known(), by);
    seen |= exponents;
  }

  void lose(long exponents, Attempt by) {
    note(exponents & ~gone, by);
    gone |= exponents;
  }

  private void note(long exponents, Attempt by) {
    for (long left = exponents; left != 0; left &= left - 1) {
      why[Long.numberOfTrailingZeros(left)] = by;
    }
  }

  /** Adds the knowledge of another one. */
  void join(Known other) {
    join(other, -1);
  }

  /** Adds the knowledge of another one about these additions. */
  void join(Known other, long exponents) {
    long news = ((other.seen & ~known()) | (other.gone & ~gone)) & exponents;
    for (long left = news; left != 0; left &= left - 1) {
      int exponent = Long.numberOfTrailingZeros(left);
      why[exponent] = other.why[exponent];
    }
    seen |= other.seen & exponents;
    gone |= other.gone & exponents;
  }

  /** The operation that shows what is known about this addition. */
  Attempt why(int exponent) {
    return Objects.requireNonNull(why[exponent]);
  }
}
