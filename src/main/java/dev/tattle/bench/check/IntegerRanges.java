package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An immutable set of integers, as ascending closed ranges with gaps between them.
 *
 * <p>It holds at most {@link #MAX_RANGES} of them: where more would be due, the narrowest gaps are
 * filled, equal ones together, and the set holds more than it should ({@link #isOutline}), never
 * less.
 */
final class IntegerRanges {
  /** Sums of small deltas soon close up into one range; only hostile ones come near this. */
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

  /** These integers, and each of them plus {@code delta}. */
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

  /** Whether it may hold integers that it should not, because there were too many ranges. */
  boolean isOutline() {
    return isOutline;
  }

  /** Pairs {@code [lower, upper]}, both inclusive. */
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

  /** Appends a range that begins at or after the last one's beginning, across a gap so wide. */
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
