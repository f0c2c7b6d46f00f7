package dev.tattle.bench.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Removes from a list what a failure does not need.
 *
 * <p>Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE
 * 28(2), 2002: ddmin without its tests of single chunks, because these rarely fail here and would
 * double the number of runs.
 */
final class DeltaDebugging {
  private DeltaDebugging() {}

  /**
   * Returns items of the list, in order. This list still fails, and would not fail without any
   * single one of them.
   *
   * @param fails true for the whole list; it gets shorter and shorter lists, the empty one first.
   *     Once it answers false for good, no further item is removed
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

  /**
   * The list without the first chunk that is not needed; the list itself if every chunk is needed.
   */
  private static <T> List<T> withoutAChunk(List<T> items, int chunks, Predicate<List<T>> fails) {
    for (int i = 0; i < chunks; i++) {
      int from = (int) ((long) items.size() * i / chunks);
      int to = (int) ((long) items.size() * (i + 1) / chunks);
      List<T> rest = new ArrayList<>(items.subList(0, from));
      rest.addAll(items.subList(to, items.size()));
      // The empty list was tried before.
      if (!rest.isEmpty() && fails.test(rest)) {
        return rest;
      }
    }
    return items;
  }
}
