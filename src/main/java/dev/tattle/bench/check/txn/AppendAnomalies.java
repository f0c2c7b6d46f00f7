package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds anomalies in reads of lists that need no cycle.
 *
 * <p>Source: {@code elle.list-append}.
 */
final class AppendAnomalies {
  private final AnomalyList anomalies;

  private AppendAnomalies(AnomalyList anomalies) {
    this.anomalies = anomalies;
  }

  static void addTo(AnomalyList anomalies, TxnHistory history, AppendHistory lists) {
    AppendAnomalies all = new AppendAnomalies(anomalies);
    for (ObservedTxn txn : history.txns()) {
      if (txn.isPossible()) {
        txn.ops().stream().filter(op -> !op.isWrite()).forEach(op -> all.addDuplicates(txn, op));
      }
    }
    for (AppendKey key : lists.keys()) {
      all.addIncompatible(key);
      all.addDirtyUpdates(key);
    }
  }

  /** Why the history does not show the order of appends; null if it does. */
  static @Nullable String unclear(TxnHistory history) {
    Map<Json, Set<Json>> appended = new LinkedHashMap<>();
    for (ObservedTxn txn : history.txns()) {
      for (ObservedOp op : txn.ops()) {
        if (op.isWrite()
            && !appended.computeIfAbsent(op.key(), x -> new LinkedHashSet<>()).add(op.value())) {
          return "%s was appended to key %s more than once, so reads do not show which one they saw"
              .formatted(Shown.text(op.value()), Shown.text(op.key()));
        }
      }
    }
    return null;
  }

  private void addDuplicates(ObservedTxn txn, ObservedOp read) {
    if (!(read.value() instanceof Json.Arr state)) {
      return;
    }
    Map<Json, Integer> counts = new LinkedHashMap<>();
    state.items().forEach(element -> counts.merge(element, 1, Integer::sum));
    if (counts.size() < state.items().size()) {
      counts.values().removeIf(count -> count == 1);
      String text =
          "%s read key %s with %s in it more than once"
              .formatted(
                  AnomalyList.name(txn),
                  Shown.text(read.key()),
                  Shown.list(List.copyOf(counts.keySet()), Shown::text));
      Json duplicates = Json.array(List.copyOf(counts.keySet()));
      anomalies.add(
          Anomalies.DUPLICATE_ELEMENTS,
          () -> AnomalyList.step(TxnKind.LIST_APPEND, txn, read, text, "duplicates", duplicates));
    }
  }

  /** Of two states of one list, the shorter must be a prefix of the longer. */
  private void addIncompatible(AppendKey key) {
    List<Json.Arr> states = key.states();
    for (int i = 0; i + 1 < states.size(); i++) {
      Json.Arr shorter = states.get(i);
      Json.Arr longer = states.get(i + 1);
      int length = shorter.items().size();
      if (!longer.items().subList(0, length).equals(shorter.items())) {
        anomalies.add(Anomalies.INCOMPATIBLE_ORDER, () -> incompatible(key, shorter, longer));
        return;
      }
    }
  }

  private static Found incompatible(AppendKey key, Json.Arr shorter, Json.Arr longer) {
    String text =
        "key %s was read as %s and as %s, and neither grows into the other"
            .formatted(Shown.text(key.key()), Shown.text(shorter), Shown.text(longer));
    Json json = Json.object("key", key.key(), "values", Json.array(shorter, longer));
    Noted[] noted =
        Stream.of(shorter, longer)
            .map(state -> new Noted(reader(key, state).attempt(), text))
            .toArray(Noted[]::new);
    return Found.of(json, text, noted);
  }

  private static ObservedTxn reader(AppendKey key, Json.Arr state) {
    ObservedOp read = new ObservedOp(false, key.key(), state);
    return key.readers(AppendKey.last(state)).stream()
        .filter(txn -> txn.ops().contains(read))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Finds appends of a failed transaction that come before an append of one that ended ok. Between
   * them, appends of unknown outcome prove nothing.
   */
  private void addDirtyUpdates(AppendKey key) {
    ObservedTxn failed = null;
    List<Json> elements = new ArrayList<>();
    for (Json element : new LinkedHashSet<>(key.longest())) {
      ObservedTxn writer = key.writer(element);
      if (writer == null) {
        addNeverWritten(key, element);
      } else if (writer.isFailed() && failed == null) {
        failed = writer;
        elements = new ArrayList<>();
      }
      elements.add(element);
      if (failed != null && writer != null && writer.attempt().outcome() == Operation.Type.OK) {
        addDirtyUpdate(key, List.of(failed, writer), List.copyOf(elements));
        failed = null;
      }
    }
  }

  private void addDirtyUpdate(AppendKey key, List<ObservedTxn> both, List<Json> elements) {
    ObservedTxn failed = both.get(0);
    ObservedTxn later = both.get(1);
    String text =
        "%s failed, but its append to key %s stayed, and %s appended behind it: %s"
            .formatted(
                AnomalyList.name(failed),
                Shown.text(key.key()),
                AnomalyList.name(later),
                Shown.text(Json.array(elements)));
    Json txns = Json.array(AnomalyList.entry(failed), AnomalyList.entry(later));
    Json json = Json.object("key", key.key(), "values", Json.array(elements), "txns", txns);
    anomalies.add(
        Anomalies.DIRTY_UPDATE,
        () ->
            Found.of(
                json, text, new Noted(failed.attempt(), text), new Noted(later.attempt(), text)));
  }

  /** Elle fails there, because it looks up the writer of each element of the longest state. */
  private void addNeverWritten(AppendKey key, Json element) {
    String text =
        "key %s was read with %s in it, which nobody appended"
            .formatted(Shown.text(key.key()), Shown.text(element));
    Json json = Json.object("key", key.key(), "element", element);
    Noted[] noted =
        key.readers(element).stream()
            .limit(1)
            .map(reader -> new Noted(reader.attempt(), text))
            .toArray(Noted[]::new);
    anomalies.add(Anomalies.NEVER_WRITTEN, () -> Found.of(json, text, noted));
  }
}
