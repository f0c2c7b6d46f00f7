package dev.tattle.bench.check.txn;

import java.util.List;

/**
 * A cycle of transactions: each comes before the next one, and the last before the first.
 *
 * @param txns each once
 * @param steps why each comes before the next one
 */
record Cycle(List<ObservedTxn> txns, List<Relation> steps) {
  /** The name of the anomaly. */
  String name() {
    return CycleKind.nameOf(steps);
  }

  ObservedTxn after(int place) {
    return txns.get((place + 1) % txns.size());
  }
}
