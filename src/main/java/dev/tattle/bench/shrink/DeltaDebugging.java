package dev.tattle.bench.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves out of a list what a failure does not need.
 *
 * <p>Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE
 * 28(2), 2002: ddmin, without its tests of single chunks, which rarely fail here and would cost as
 * many runs again.
 */
final class DeltaDebugging {
  private DeltaDebugging() {}

  /**
   * Items of the list, in order, such that the list still fails, and would not with any single one
   * of them left out.
   *
   * @param fails true of the whole list; it is asked about shorter and shorter lists, the empty one
   *     first, and once it answers false for good, no further item is left out
   */
  static <T> List<T> minimize(List<T> items, Predicate<List<T>> fails) {
    if (items.isEmpty() || fails.test(List.of())) {
      return List.of();
    }
    List<T> smallest = items;
    int chunks = 2;
    while (chunks <= smallest.size()) {
      List<T> smaller = withoutAChunk(smallest, chunks, fails);
      if (smaller.size() < smallest.size()) {
        smallest = smaller;
        chunks = Math.max(2, chunks - 1);
      } else if (chunks == smallest.size()) {
        break;
      } else {
        chunks = Math.min(smallest.size(), chunks * 2);
      }
    }
    return smallest;
  }

  /** The list without the first chunk that can be missed; the list itself where there is none. */
  private static <T> List<T> withoutAChunk(List<T> items, int chunks, Predicate<List<T>> fails) {
    for (int i = 0; i < chunks; i++) {
      int from = (int) ((long) items.size() * i / chunks);
      int to = (int) ((long) items.size() * (i + 1) / chunks);
      List<T> rest = new ArrayList<>(items.subList(0, from));
      rest.addAll(items.subList(to, items.size()));
      // The empty list has been asked about.
      if (!rest.isEmpty() && fails.test(rest)) {
        return rest;
      }
    }
    return items;
  }
}
