package dev.tattle.bench.check.txn;

import java.util.List;

/**
 * Finds transactions that show some writes of another one and lack others. Elle names them only by
 * their cycle. It passes them under models that forbid them: read atomic, and those between it and
 * snapshot isolation. So they are only warnings and do not affect the verdict.
 *
 * <p>Source: P. Bailis et al., <i>Scalable Atomic Visibility with RAMP Transactions</i> (2014).
 */
final class FracturedReads {
  private FracturedReads() {}

  static void addTo(
      AnomalyList anomalies, TxnHistory history, Dependencies graph, DataOrder versions) {
    for (int writer = 0; writer < graph.vertices(); writer++) {
      for (int edge = graph.begin(writer); edge < graph.begin(writer + 1); edge++) {
        int reader = graph.target(edge);
        if (Relation.WR.isIn(graph.relations(edge))
            && Relation.RW.isIn(graph.between(reader, writer))) {
          Cycle cycle =
              new Cycle(
                  List.of(history.txns().get(writer), history.txns().get(reader)),
                  List.of(Relation.WR, Relation.RW));
          anomalies.add(
              Anomalies.FRACTURED_READ,
              () -> new CycleText(history.kind(), versions, cycle).found());
        }
      }
    }
  }
}
