package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An immutable set of integers, as ascending closed ranges with gaps between them.
 *
 * <p>It holds at most {@link #MAX_RANGES} ranges. Beyond that it fills the narrowest gaps, and all
 * equal ones at once. Then the set may hold too many integers, never too few: see {@link
 * #isOutline}.
 */
final class IntegerRanges {
  /**
   * The sums of small deltas soon merge into one range; only extreme deltas come near this limit.
   */
  static final int MAX_RANGES = 1_000;

  private final List<Range> ranges;
  private final boolean isOutline;

  private IntegerRanges(List<Range> ranges, boolean isOutline) {
    this.ranges = ranges;
    this.isOutline = isOutline;
  }

  static IntegerRanges of(BigInteger value) {
    return new IntegerRanges(List.of(new Range(value, value)), false);
  }

  /** Returns the set of these integers, and of each of them plus {@code delta}. */
  IntegerRanges withOptional(BigInteger delta) {
    List<Range> united = new ArrayList<>();
    int shifted = 0;
    for (Range range : ranges) {
      while (shifted < ranges.size()
          && ranges.get(shifted).lower.add(delta).compareTo(range.lower) < 0) {
        append(united, ranges.get(shifted++).plus(delta), BigInteger.ONE);
      }
      append(united, range, BigInteger.ONE);
    }
    for (; shifted < ranges.size(); shifted++) {
      append(united, ranges.get(shifted).plus(delta), BigInteger.ONE);
    }
    return united.size() <= MAX_RANGES
        ? new IntegerRanges(united, isOutline)
        : new IntegerRanges(outline(united), true);
  }

  boolean contains(BigInteger value) {
    return ranges.stream()
        .anyMatch(r -> r.lower.compareTo(value) <= 0 && value.compareTo(r.upper) <= 0);
  }

  /** True if the set may hold too many integers, because there were too many ranges. */
  boolean isOutline() {
    return isOutline;
  }

  /** The ranges as pairs {@code [lower, upper]}, both inclusive. */
  List<Json> pairs() {
    List<Json> pairs = new ArrayList<>();
    for (Range range : ranges) {
      pairs.add(Json.array(Json.of(range.lower), Json.of(range.upper)));
    }
    return pairs;
  }

  private static List<Range> outline(List<Range> ranges) {
    List<BigInteger> gaps = new ArrayList<>();
    for (int i = 1; i < ranges.size(); i++) {
      gaps.add(ranges.get(i).lower.subtract(ranges.get(i - 1).upper));
    }
    gaps.sort(null);
    BigInteger filled = gaps.get(ranges.size() - MAX_RANGES - 1);
    List<Range> outline = new ArrayList<>();
    for (Range range : ranges) {
      append(outline, range, filled);
    }
    return outline;
  }

  /**
   * Appends a range that begins at or after the last one's beginning; fills a gap of at most this
   * width between the two.
   */
  private static void append(List<Range> ranges, Range next, BigInteger filledGap) {
    int end = ranges.size() - 1;
    if (end >= 0 && next.lower.compareTo(ranges.get(end).upper.add(filledGap)) <= 0) {
      Range last = ranges.get(end);
      ranges.set(end, new Range(last.lower, last.upper.max(next.upper)));
    } else {
      ranges.add(next);
    }
  }

  private record Range(BigInteger lower, BigInteger upper) {
    Range plus(BigInteger delta) {
      return new Range(lower.add(delta), upper.add(delta));
    }
  }
}
