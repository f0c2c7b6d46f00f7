package dev.tattle.bench.check.txn;

import java.util.List;
import java.util.Locale;

/**
 * Why one transaction comes before another. Several relations may hold at once, so a set of them is
 * the bits of an {@code int}.
 *
 * <p>Source: A. Adya, <i>Weak Consistency</i> (1999), section 3.1; the last two are Jepsen's.
 */
enum Relation {
  /** The second overwrote what the first had written. */
  WW(1),
  /** The second read what the first had written. */
  WR(2),
  /** The second overwrote what the first had read. */
  RW(4),
  /** One process did both, in this order. */
  PROCESS(8),
  /** The first had ended ok before the second began. */
  REALTIME(16);

  /** No relation. */
  static final int NONE = 0;

  private final int bit;

  Relation(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  boolean isIn(int bits) {
    return (bits & bit()) != 0;
  }

  /** The first relation in the order that is in the set. */
  static Relation first(List<Relation> order, int bits) {
    return order.stream().filter(relation -> relation.isIn(bits)).findFirst().orElseThrow();
  }

  /** The name in the results: {@code "ww"}. */
  String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
