package dev.tattle.bench.check.counters;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the errors by kind. */
final class CounterCases {
  private final Map<CounterError, Cases> all = new EnumMap<>(CounterError.class);

  /**
   * Adds a case that two operations show.
   *
   * @param cause what makes it wrong, such as an earlier answer
   * @param what the error, for people: {@code "n1 does not show +16 of kept-0"}
   * @param because the cause: {@code "which it acknowledged"}
   */
  void add(CounterError error, Answer answer, Attempt cause, String what, String because) {
    all.computeIfAbsent(error, first -> new Cases(first.label()))
        .add(
            () -> {
              Noted effect = new Noted(answer.attempt(), what);
              return Cases.Found.of(
                  json(what + ", " + because, cause, answer.attempt()),
                  what + ", " + because,
                  cause.equals(answer.attempt())
                      ? new Noted[] {effect}
                      : new Noted[] {new Noted(cause, because), effect});
            });
  }

  /** Adds a case that one operation shows. */
  void add(CounterError error, Answer answer, String what, String because) {
    add(error, answer, answer.attempt(), what, because);
  }

  private static Json json(String text, Attempt cause, Attempt effect) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("text", Json.of(text));
    if (!cause.equals(effect)) {
      fields.put("cause", HistoryCodec.toJson(cause.completion()));
    }
    fields.put("op", HistoryCodec.toJson(effect.completion()));
    return new Json.Obj(fields);
  }

  /** The anomalies found, the most telling first. */
  List<Anomaly> anomalies() {
    List<Anomaly> anomalies = new ArrayList<>();
    all.values().forEach(cases -> anomalies.add(cases.anomaly(false)));
    return anomalies;
  }
}
