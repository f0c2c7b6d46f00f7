package dev.tattle.bench.check.txn;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tries all orders of the transactions of a history. That is the definition of serializability. For
 * strict serializability, no transaction may come before one that had ended before it began.
 */
record SerialOrders(TxnKind kind, boolean inRealtime) {
  /**
   * Tells whether an order of all transactions that ended ok, and some of unknown end, explains all
   * results.
   */
  boolean exist(List<Operation> history) {
    List<ObservedTxn> txns =
        TxnHistory.of(kind, history).txns().stream().filter(txn -> !txn.isFailed()).toList();
    return exist(txns, Map.of());
  }

  private boolean exist(List<ObservedTxn> left, Map<Json, Json> state) {
    if (left.stream().noneMatch(ObservedTxn::isOk)) {
      return true;
    }
    for (ObservedTxn next : left) {
      Map<Json, Json> after = new LinkedHashMap<>(state);
      if (!isTooEarly(next, left) && explains(next, after)) {
        List<ObservedTxn> rest = new ArrayList<>(left);
        rest.remove(next);
        if (exist(rest, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isTooEarly(ObservedTxn txn, List<ObservedTxn> left) {
    return inRealtime
        && left.stream().anyMatch(other -> other.isOk() && other.index() < txn.begin());
  }

  /** Carries out a transaction. Returns false if its client saw another result. */
  private boolean explains(ObservedTxn txn, Map<Json, Json> state) {
    for (ObservedOp op : txn.ops()) {
      Json before = state.getOrDefault(op.key(), Json.NULL);
      if (op.isWrite()) {
        state.put(op.key(), kind == TxnKind.RW_REGISTER ? op.value() : appended(before, op));
      } else if (txn.isOk() && !before.equals(op.value())) {
        return false;
      }
    }
    return true;
  }

  private static Json appended(Json before, ObservedOp op) {
    Stream<Json> items = before instanceof Json.Arr list ? list.items().stream() : Stream.of();
    return Json.array(Stream.concat(items, Stream.of(op.value())).toList());
  }
}
