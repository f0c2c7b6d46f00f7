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

/** Collects what is wrong with transactions, by the names of the anomalies. */
final class AnomalyList {
  private final Map<String, Cases> byName = new LinkedHashMap<>();

  /** Counts a case; it is worked out if it is one of the first. */
  void add(String name, Supplier<Found> found) {
    byName.computeIfAbsent(name, Cases::new).add(found);
  }

  Set<String> names() {
    return byName.keySet();
  }

  @Nullable Cases of(String name) {
    return byName.get(name);
  }

  /** What people call a transaction: by the place of its completion in the history. */
  static String name(ObservedTxn txn) {
    return "T" + txn.index();
  }

  static Json entry(ObservedTxn txn) {
    return HistoryCodec.toJson(txn.attempt().completion());
  }

  /**
   * A step of a transaction that should not have been.
   *
   * @param fields more of the results' fields: alternating names and values
   */
  static Found step(TxnKind kind, ObservedTxn txn, ObservedOp op, String text, Object... fields) {
    Map<String, Json> all = new LinkedHashMap<>();
    all.put("op", entry(txn));
    all.put("mop", op.json(kind));
    all.putAll(((Json.Obj) Json.object(fields)).fields());
    return Found.of(new Json.Obj(all), text, new Noted(txn.attempt(), text));
  }

  /** The same, where another transaction wrote what it shows. */
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
