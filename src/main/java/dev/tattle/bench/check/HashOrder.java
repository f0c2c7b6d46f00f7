package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.Comparator;

/**
 * Sorts integers as Clojure's hash sets do. If operations disagree about the value at an offset,
 * Jepsen takes the first of such a set, and other errors follow from that choice. With another
 * choice the verdicts would differ. Values that are not integers have no order here.
 *
 * <p>Source: {@code clojure.lang.Murmur3}, {@code clojure.lang.PersistentHashMap}.
 */
public final class HashOrder implements Comparator<Json> {
  private static final int BITS_A_LEVEL = 5;

  @Override
  public int compare(Json a, Json b) {
    int x = hash(a);
    int y = hash(b);
    for (int shift = 0; shift < Integer.SIZE; shift += BITS_A_LEVEL) {
      int order = Integer.compare(level(x, shift), level(y, shift));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int level(int hash, int shift) {
    return hash >>> shift & (1 << BITS_A_LEVEL) - 1;
  }

  private static int hash(Json value) {
    return value instanceof Json.Int integer ? hash(integer.value()) : 0;
  }

  /** MurmurHash3 of 64 bits, with seed 0. The hash of 0 is 0. */
  public static int hash(long value) {
    if (value == 0) {
      return 0;
    }
    int low = mix(0, (int) value);
    int hash = mix(low, (int) (value >>> Integer.SIZE)) ^ Long.BYTES;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int mix(int hash, int word) {
    int scrambled = Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
    return Integer.rotateLeft(hash ^ scrambled, 13) * 5 + 0xe6546b64;
  }
}
