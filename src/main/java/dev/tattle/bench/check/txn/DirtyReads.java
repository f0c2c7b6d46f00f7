package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds reads of what must not be seen: writes of a failed transaction (G1a), and writes that their
 * own transaction overwrote later (G1b).
 *
 * <p>Source: A. Adya, <i>Weak Consistency</i> (1999), section 4.2.3.
 */
final class DirtyReads {
  private final TxnHistory history;
  private final Map<Json, Map<Json, ObservedTxn>> failed = new LinkedHashMap<>();
  private final Map<Json, Map<Json, ObservedTxn>> intermediate = new LinkedHashMap<>();

  private DirtyReads(TxnHistory history) {
    this.history = history;
    for (ObservedTxn txn : history.txns()) {
      Map<Json, Json> latest = new LinkedHashMap<>();
      for (ObservedOp op : txn.ops()) {
        if (op.isWrite()) {
          note(txn, op, latest.put(op.key(), op.value()));
        }
      }
    }
  }

  private void note(ObservedTxn txn, ObservedOp op, @Nullable Json earlier) {
    if (txn.isFailed()) {
      failed.computeIfAbsent(op.key(), x -> new LinkedHashMap<>()).put(op.value(), txn);
    }
    if (earlier != null) {
      intermediate.computeIfAbsent(op.key(), x -> new LinkedHashMap<>()).put(earlier, txn);
    }
  }

  static void addTo(AnomalyList anomalies, TxnHistory history) {
    DirtyReads reads = new DirtyReads(history);
    for (ObservedTxn txn : history.txns()) {
      if (txn.isOk()) {
        txn.ops().stream().filter(op -> !op.isWrite()).forEach(op -> reads.add(anomalies, txn, op));
      }
    }
  }

  private void add(AnomalyList anomalies, ObservedTxn reader, ObservedOp read) {
    TxnKind kind = history.kind();
    Map<Json, ObservedTxn> aborted = failed.get(read.key());
    if (aborted != null) {
      for (Json shown : shown(read)) {
        ObservedTxn writer = aborted.get(shown);
        if (writer != null) {
          anomalies.add(
              Anomalies.G1A,
              () -> AnomalyList.read(kind, reader, read, writer, shown, "wrote and then failed"));
        }
      }
    }
    Json last = history.kind() == TxnKind.LIST_APPEND ? AppendKey.last(read.value()) : read.value();
    ObservedTxn writer = intermediate.getOrDefault(read.key(), Map.of()).get(last);
    if (writer != null && !writer.equals(reader)) {
      anomalies.add(
          Anomalies.G1B,
          () -> AnomalyList.read(kind, reader, read, writer, last, "wrote and then wrote over"));
    }
  }

  private List<Json> shown(ObservedOp read) {
    if (history.kind() == TxnKind.LIST_APPEND) {
      return read.value() instanceof Json.Arr state ? state.items() : List.of();
    }
    return List.of(read.value());
  }
}
