package dev.tattle.perf;

import java.util.Arrays;

/** Exact quantiles: the least value that is not below so many of all values (nearest rank). */
final class Quantiles {
  private final long[] sorted;

  /** Of these values, of which there is at least one. */
  Quantiles(long[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** Of how many values. */
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
