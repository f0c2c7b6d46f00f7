package dev.tattle.bench.check.txn;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds transactions that read the same version of a key and then wrote to it: all but one of these
 * updates are lost. This needs no order of versions.
 *
 * <p>Source: {@code elle.txn/lost-update-cases}; A. Adya, <i>Weak Consistency</i> (1999), section
 * 3.2.
 */
final class LostUpdates {
  private static final int SHOWN = 4;

  private LostUpdates() {}

  static void addTo(AnomalyList anomalies, TxnHistory history) {
    Map<Json, Map<Json, List<ObservedTxn>>> updates = new LinkedHashMap<>();
    history.txns().stream().filter(ObservedTxn::isOk).forEach(txn -> addUpdates(txn, updates));
    updates.forEach(
        (key, byVersion) ->
            byVersion.forEach(
                (version, txns) -> {
                  if (txns.size() > 1) {
                    anomalies.add(Anomalies.LOST_UPDATE, () -> found(key, version, txns));
                  }
                }));
  }

  private static void addUpdates(ObservedTxn txn, Map<Json, Map<Json, List<ObservedTxn>>> updates) {
    Map<Json, Json> read = new LinkedHashMap<>();
    Set<Json> updated = new LinkedHashSet<>();
    for (ObservedOp op : txn.ops()) {
      if (!op.isWrite()) {
        read.putIfAbsent(op.key(), op.value());
      } else if (read.containsKey(op.key()) && updated.add(op.key())) {
        updates
            .computeIfAbsent(op.key(), absent -> new LinkedHashMap<>())
            .computeIfAbsent(read.get(op.key()), absent -> new ArrayList<>(1))
            .add(txn);
      }
    }
  }

  private static Found found(Json key, Json version, List<ObservedTxn> txns) {
    List<ObservedTxn> first = txns.subList(0, Math.min(SHOWN, txns.size()));
    String text =
        "%s all read %s of key %s and then wrote to it"
            .formatted(
                first.stream().map(AnomalyList::name).collect(joining(", "))
                    + (txns.size() > SHOWN ? " and " + (txns.size() - SHOWN) + " more" : ""),
                Shown.text(version),
                Shown.text(key));
    Json json =
        Json.object(
            "key", key,
            "value", version,
            "txns", Json.array(first.stream().map(AnomalyList::entry).toList()));
    Noted[] noted = first.stream().map(txn -> new Noted(txn.attempt(), text)).toArray(Noted[]::new);
    return Found.of(json, text, noted);
  }
}
