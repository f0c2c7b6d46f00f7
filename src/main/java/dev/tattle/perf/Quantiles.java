package dev.tattle.perf;

import java.util.Arrays;

/**
 * Exact quantiles by nearest rank: the least value that is at least as great as that share of
 * values.
 */
final class Quantiles {
  private final long[] sorted;

  /** Makes the quantiles of these values; there must be at least one. */
  Quantiles(long[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** The number of values. */
  int count() {
    return sorted.length;
  }

  /**
   * The value at this quantile.
   *
   * @param perMille 500 is the median, 999 the 0.999 quantile
   */
  long at(int perMille) {
    int rank = (int) ((sorted.length * (long) perMille + 999) / 1000);
    return sorted[Math.max(rank, 1) - 1];
  }
}
