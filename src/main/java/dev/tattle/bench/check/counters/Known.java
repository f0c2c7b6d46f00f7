package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Attempt;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody knows of one counter: which additions are there, and which are gone for good.
 * Knowledge only grows. Sets of additions are bits, by their exponents.
 */
final class Known {
  private long seen;
  private long gone;
  private final @Nullable Attempt[] why = new Attempt[PowerSum.POWERS];

  /** Those that are there, as far as is known. */
  long there() {
    return seen & ~gone;
  }

  /** Those that were there and are not any more. */
  long gone() {
    return gone;
  }

  /** Those of which anything is known. */
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

  /** Learns all that another one knows. */
  void join(Known other) {
    join(other, -1);
  }

  /** Learns what another one knows of these. */
  void join(Known other, long exponents) {
    long news = ((other.seen & ~known()) | (other.gone & ~gone)) & exponents;
    for (long left = news; left != 0; left &= left - 1) {
      int exponent = Long.numberOfTrailingZeros(left);
      why[exponent] = other.why[exponent];
    }
    seen |= other.seen & exponents;
    gone |= other.gone & exponents;
  }

  /** The operation from which this is known of it. */
  Attempt why(int exponent) {
    return Objects.requireNonNull(why[exponent]);
  }
}
