package dev.tattle.bench.check.txn;

/**
 * Limits the work of a search. It counts steps, not time, so that the same history always gets the
 * same verdict.
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
