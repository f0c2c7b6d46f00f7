package dev.tattle.bench.check.txn;

import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds reads that are wrong within one transaction: reads that contradict what the transaction had
 * read or written (internal), and reads of lists that show what it appends only later
 * (future-read). Each transaction is at most one case of each.
 *
 * <p>As in Elle 0.2.2, a register or list that was absent may have appeared by the next read.
 *
 * <p>Source: A. Cerone et al., <i>A Framework for Transactional Consistency Models with Atomic
 * Visibility</i> (2015), axiom INT; {@code elle.list-append}, {@code elle.rw-register}.
 */
final class InternalReads {
  private final TxnKind kind;
  private final ObservedTxn txn;

  /**
   * For lists that the transaction appended to but did not read: what the next read must end in.
   */
  private final Map<Json, List<Json>> ends = new LinkedHashMap<>();

  /** What the next read of each key must show. */
  private final Map<Json, Json> expected = new LinkedHashMap<>();

  private InternalReads(TxnKind kind, ObservedTxn txn) {
    this.kind = kind;
    this.txn = txn;
  }

  static void addTo(AnomalyList anomalies, TxnHistory history) {
    for (ObservedTxn txn : history.txns()) {
      if (txn.isOk()) {
        new InternalReads(history.kind(), txn).check(anomalies);
        if (history.kind() == TxnKind.LIST_APPEND) {
          checkFuture(anomalies, txn);
        }
      }
    }
  }

  private void check(AnomalyList anomalies) {
    for (ObservedOp op : txn.ops()) {
      if (op.isWrite()) {
        write(op);
      } else {
        String wrong = contradiction(op);
        if (wrong != null) {
          anomalies.add(Anomalies.INTERNAL, () -> AnomalyList.step(kind, txn, op, wrong));
          return;
        }
        ends.remove(op.key());
        expected.put(op.key(), op.value());
      }
    }
  }

  private void write(ObservedOp op) {
    if (kind == TxnKind.RW_REGISTER) {
      expected.put(op.key(), op.value());
      return;
    }
    Json known = expected.get(op.key());
    if (known == null) {
      ends.computeIfAbsent(op.key(), absent -> new ArrayList<>(1)).add(op.value());
    } else {
      List<Json> state = new ArrayList<>(known instanceof Json.Arr arr ? arr.items() : List.of());
      state.add(op.value());
      expected.put(op.key(), Json.array(state));
    }
  }

  private @Nullable String contradiction(ObservedOp read) {
    Json known = expected.get(read.key());
    List<Json> end = ends.get(read.key());
    if (known != null && known != Json.NULL && !known.equals(read.value())) {
      return text(read, Shown.text(known));
    }
    if (end != null && !endsIn(read.value(), end)) {
      return text(read, "a list that ends in " + Shown.text(Json.array(end)));
    }
    return null;
  }

  private String text(ObservedOp read, String known) {
    return "%s read %s of key %s, where what it had done before makes it %s"
        .formatted(AnomalyList.name(txn), Shown.text(read.value()), Shown.text(read.key()), known);
  }

  private static boolean endsIn(Json value, List<Json> end) {
    List<Json> items = value instanceof Json.Arr state ? state.items() : List.of();
    int from = items.size() - end.size();
    return from >= 0 && items.subList(from, items.size()).equals(end);
  }

  private static void checkFuture(AnomalyList anomalies, ObservedTxn txn) {
    Map<Json, Set<Json>> seen = new LinkedHashMap<>();
    for (ObservedOp op : txn.ops()) {
      if (!op.isWrite() && op.value() instanceof Json.Arr state && !state.items().isEmpty()) {
        seen.computeIfAbsent(op.key(), absent -> new LinkedHashSet<>()).addAll(state.items());
      } else if (op.isWrite() && seen.getOrDefault(op.key(), Set.of()).contains(op.value())) {
        String text =
            "%s read %s of key %s before it appended it"
                .formatted(AnomalyList.name(txn), Shown.text(op.value()), Shown.text(op.key()));
        anomalies.add(
            Anomalies.FUTURE_READ,
            () -> AnomalyList.step(TxnKind.LIST_APPEND, txn, op, text, "element", op.value()));
        return;
      }
    }
  }
}
