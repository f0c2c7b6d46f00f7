package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the anomalies of transactions, by name. */
final class AnomalyList {
  private final Map<String, Cases> byName = new LinkedHashMap<>();

  /** Counts a case. Calls {@code found} only if it is one of the first cases. */
  void add(String name, Supplier<Found> found) {
    byName.computeIfAbsent(name, Cases::new).add(found);
  }

  Set<String> names() {
    return byName.keySet();
  }

  @Nullable Cases of(String name) {
    return byName.get(name);
  }

  /** The name of a transaction for people: the place of its completion in the history. */
  static String name(ObservedTxn txn) {
    return "T" + txn.index();
  }

  static Json entry(ObservedTxn txn) {
    return HistoryCodec.toJson(txn.attempt().completion());
  }

  /**
   * Makes a case of a wrong step of a transaction.
   *
   * @param fields further fields of the results: alternating names and values
   */
  static Found step(TxnKind kind, ObservedTxn txn, ObservedOp op, String text, Object... fields) {
    Map<String, Json> all = new LinkedHashMap<>();
    all.put("op", entry(txn));
    all.put("mop", op.json(kind));
    all.putAll(((Json.Obj) Json.object(fields)).fields());
    return Found.of(new Json.Obj(all), text, new Noted(txn.attempt(), text));
  }

  /** Makes a case of a wrong read of what another transaction wrote. */
  static Found read(
      TxnKind kind, ObservedTxn txn, ObservedOp op, ObservedTxn writer, Json element, String how) {
    String text =
        "%s read %s of key %s, which %s %s"
            .formatted(name(txn), Shown.text(element), Shown.text(op.key()), name(writer), how);
    Json json =
        Json.object(
            "op", entry(txn), "mop", op.json(kind), "writer", entry(writer), "element", element);
    return Found.of(json, text, new Noted(txn.attempt(), text), new Noted(writer.attempt(), text));
  }
}
