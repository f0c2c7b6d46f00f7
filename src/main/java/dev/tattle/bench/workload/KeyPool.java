package dev.tattle.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ten keys at a time, of which each is drawn twice as often as the one before it. A key that was
 * written 16 times retires, and a new one takes its place.
 *
 * <p>Source: {@code elle.txn/wr-txns}, with Maelstrom's options.
 */
final class KeyPool {
  private static final int KEYS = 10;
  private static final int MOST_WRITES = 16;

  private final RandomGenerator random;
  private final List<Long> active = new ArrayList<>();
  private final Map<Long, Integer> writes = new LinkedHashMap<>();
  private long next;

  KeyPool(RandomGenerator random) {
    this.random = random;
    while (active.size() < KEYS) {
      active.add(next++);
    }
  }

  /** A key to read. */
  long draw() {
    return active.get(place());
  }

  /** A key to write; null where the key that was drawn has just retired, and so none is. */
  @Nullable Write drawWrite() {
    int place = place();
    long key = active.get(place);
    int count = writes.merge(key, 1, Integer::sum);
    if (count > MOST_WRITES) {
      writes.remove(key);
      active.set(place, next++);
      return null;
    }
    return new Write(key, count);
  }

  /** The first place has one lot, each further one twice as many as the one before. */
  private int place() {
    int lot = 1 + random.nextInt((1 << KEYS) - 1);
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(lot);
  }

  /** The count-th write of a key, from 1. */
  record Write(long key, int count) {}
}
