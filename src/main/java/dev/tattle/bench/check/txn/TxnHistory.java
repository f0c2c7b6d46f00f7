package dev.tattle.bench.check.txn;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The transactions of a history.
 *
 * @param txns of all clients, in the order of their completions; those open at the end come last
 */
record TxnHistory(TxnKind kind, List<ObservedTxn> txns) {
  private static final String FUNCTION = "txn";
  private static final int PARTS = 3;

  /**
   * Reads a history. It skips operations other than {@code txn}.
   *
   * @throws HistoryException if a transaction does not have the shape of its kind
   */
  static TxnHistory of(TxnKind kind, List<Operation> entries) {
    List<Attempt> attempts = new ArrayList<>(Attempt.all(entries));
    attempts.removeIf(attempt -> !attempt.f().equals(FUNCTION));
    attempts.sort(Comparator.comparingLong(attempt -> attempt.completion().index()));
    List<ObservedTxn> txns = new ArrayList<>(attempts.size());
    for (Attempt attempt : attempts) {
      txns.add(new ObservedTxn(txns.size(), attempt, ops(kind, attempt.completion())));
    }
    return new TxnHistory(kind, txns);
  }

  private static List<ObservedOp> ops(TxnKind kind, Operation completion) {
    if (!(completion.value() instanceof Json.Arr steps)) {
      throw malformed(kind, completion);
    }
    List<ObservedOp> ops = new ArrayList<>(steps.items().size());
    for (Json step : steps.items()) {
      ops.add(op(kind, step, completion));
    }
    return ops;
  }

  private static ObservedOp op(TxnKind kind, Json step, Operation completion) {
    if (!(step instanceof Json.Arr parts)
        || parts.items().size() != PARTS
        || !(parts.items().get(0) instanceof Json.Text name)) {
      throw malformed(kind, completion);
    }
    boolean isWrite = name.value().equals(kind.write());
    Json value = parts.items().get(2);
    boolean isList = value instanceof Json.Arr || value instanceof Json.Null;
    boolean isKnown = isWrite || name.value().equals(TxnKind.READ);
    if (!isKnown || (!isWrite && kind == TxnKind.LIST_APPEND && !isList)) {
      throw malformed(kind, completion);
    }
    return new ObservedOp(isWrite, parts.items().get(1), value);
  }

  private static HistoryException malformed(TxnKind kind, Operation completion) {
    String read = kind == TxnKind.LIST_APPEND ? "[element,…] or null" : "value";
    return HistoryException.at(
        completion,
        "expected a value of [\"%s\",key,%s] and [\"%s\",key,value]"
            .formatted(TxnKind.READ, read, kind.write()));
  }
}
