package dev.tattle.bench.check.strong;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the errors by kind. */
final class StrongProblems {
  private final Map<String, Cases> all = new TreeMap<>();

  /**
   * Adds two operations that contradict each other.
   *
   * @param kind the name in the results
   * @param because how the later operation contradicts the earlier one
   */
  void add(String kind, StrongAttempt later, StrongAttempt earlier, String because) {
    String text =
        "%s: %s, after %s: %s"
            .formatted(
                later.counter(),
                Shown.attempt(later.attempt()),
                Shown.attempt(earlier.attempt()),
                because);
    Json json =
        Json.object(
            "text", Json.of(text),
            "earlier", HistoryCodec.toJson(earlier.attempt().completion()),
            "op", HistoryCodec.toJson(later.attempt().completion()));
    all.computeIfAbsent(kind, Cases::new)
        .add(
            () ->
                Cases.Found.of(
                    json,
                    text,
                    new Noted(earlier.attempt(), "before"),
                    new Noted(later.attempt(), because)));
  }

  List<Anomaly> anomalies() {
    List<Anomaly> anomalies = new ArrayList<>();
    all.values().forEach(cases -> anomalies.add(cases.anomaly(false)));
    return anomalies;
  }
}
