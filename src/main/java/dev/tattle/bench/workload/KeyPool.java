package dev.tattle.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Some keys at a time, of which each is drawn twice as often as the one before it. A key that was
 * written often enough retires, and a new one takes its place.
 *
 * <p>Source: {@code elle.txn/wr-txns}, with Maelstrom's options.
 */
final class KeyPool {
  /** Of more keys, only so many have a chance that can be drawn. */
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

  /** A key to read. */
  long draw() {
    return active.get(place());
  }

  /** A key to write; null where the key that was drawn has just retired, and so none is. */
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

  /** The first place has one lot, each further one twice as many as the one before. */
  private int place() {
    int drawn = Math.min(options.keyCount(), MOST_DRAWN);
    int lot = 1 + random.nextInt((1 << drawn) - 1);
    int place = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(lot);
    return options.keyCount() - drawn + place;
  }

  /** The count-th write of a key, from 1. */
  record Write(long key, int count) {}
}
