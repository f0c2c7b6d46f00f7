package dev.tattle.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the keys in use, and draws each key twice as often as the one before it. After enough
 * writes a key retires and a new key takes its place.
 *
 * <p>Source: {@code elle.txn/wr-txns}, with Maelstrom's options.
 */
final class KeyPool {
  /** The number of keys that can be drawn; the chance of any further key is negligible. */
  private static final int MOST_DRAWN = 30;

  private final KeyOptions options;
  private final RandomGenerator random;
  private final List<Long> active = new ArrayList<>();
  private final Map<Long, Integer> writes = new LinkedHashMap<>();
  private long next;

  KeyPool(KeyOptions options, RandomGenerator random) {
    this.options = options;
    this.random = random;
    while (active.size() < options.keyCount()) {
      active.add(next++);
    }
  }

  /** Draws a key to read. */
  long draw() {
    return active.get(place());
  }

  /** Draws a key to write; null if the drawn key has just retired, so that there is none. */
  @Nullable Write drawWrite() {
    int place = place();
    long key = active.get(place);
    int count = writes.merge(key, 1, Integer::sum);
    if (count > options.maxWritesPerKey()) {
      writes.remove(key);
      active.set(place, next++);
      return null;
    }
    return new Write(key, count);
  }

  /**
   * Draws a place. The first place has one lot, each further one twice as many as the one before.
   */
  private int place() {
    int drawn = Math.min(options.keyCount(), MOST_DRAWN);
    int lot = 1 + random.nextInt((1 << drawn) - 1);
    int place = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(lot);
    return options.keyCount() - drawn + place;
  }

  /** A key's write number {@code count}, from 1. */
  record Write(long key, int count) {}
}
