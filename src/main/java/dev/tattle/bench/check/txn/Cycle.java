package dev.tattle.bench.check.txn;

import java.util.List;

/**
 * Transactions of which each comes before the next one, and the last before the first.
 *
 * @param txns each once
 * @param steps why each comes before the next one
 */
record Cycle(List<ObservedTxn> txns, List<Relation> steps) {
  /** The anomaly that it is. */
  String name() {
    return CycleKind.nameOf(steps);
  }

  ObservedTxn after(int place) {
    return txns.get((place + 1) % txns.size());
  }
}
