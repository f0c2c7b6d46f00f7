package dev.tattle.bench.check.txn;

/**
 * How much a search may do. It counts steps, not time, so that a history is always judged alike.
 */
final class CycleBudget {
  private final long steps;
  private long spent;

  CycleBudget(long steps) {
    this.steps = steps;
  }

  void spend(int count) {
    spent += count;
  }

  boolean isExhausted() {
    return spent > steps;
  }
}
