package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Attempt;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Locates the findings of checkers in the history: rows of what is wrong and of the row of the
 * operation.
 */
final class Violations {
  static final int MAX_ROWS = 300;
  private static final int MAX_VALUE = 80;

  private final Map<Json, List<Integer>> byValue = new LinkedHashMap<>();
  private final Map<String, List<Integer>> byResult = new LinkedHashMap<>();
  private final Map<Long, Integer> byIndex = new LinkedHashMap<>();
  private final List<Json> rows = new ArrayList<>();
  private long count;

  private Violations(List<Attempt> attempts) {
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      Json value = attempt.invocation().value();
      if (!value.equals(Json.NULL)) {
        byValue.computeIfAbsent(value, unused -> new ArrayList<>()).add(i);
      } else if (attempt.isOk() && !(attempt.completion().value() instanceof Json.Arr)) {
        String result = text(attempt.completion().value());
        byResult.computeIfAbsent(result, unused -> new ArrayList<>()).add(i);
      }
      byIndex.put(attempt.completion().index(), i);
    }
  }

  /** The JSON {@code {"rows":[[text, row]…],"leftOut"}} for the findings of a run's checkers. */
  static Json of(Results results, List<Attempt> attempts) {
    Violations violations = new Violations(attempts);
    results.parts().values().forEach(violations::add);
    return Json.object(
        "rows", Json.array(violations.rows),
        "leftOut", Json.of(violations.count - violations.rows.size()));
  }

  private void add(Findings findings) {
    findings
        .of(Finding.ValueList.class)
        .filter(values -> values.use() == Finding.ValueList.Use.LOST)
        .forEach(values -> values.values().forEach(value -> addLost(values.name(), value)));
    findings
        .of(Finding.Repeated.class)
        .forEach(
            repeated ->
                repeated
                    .counts()
                    .keySet()
                    .forEach(value -> addRepeated(repeated.name(), text(value))));
    findings
        .of(Finding.Wrong.class)
        .flatMap(wrong -> wrong.operations().stream())
        .forEach(wrong -> addRow(wrong.title(), wrong.attempt()));
    findings.of(Finding.Anomaly.class).forEach(this::addAnomaly);
  }

  private void addAnomaly(Finding.Anomaly anomaly) {
    for (Finding.Anomaly.Case one : anomaly.cases()) {
      String title = anomaly.name() + ": " + one.text();
      one.operations().forEach(operation -> addRow(title, operation.attempt()));
    }
  }

  private void addLost(String what, Json value) {
    add(what + ": " + shown(text(value)), byValue.getOrDefault(value, List.of()));
  }

  /**
   * Adds a repeated id or element of a set. The name is a string's own text, or another value as
   * JSON.
   */
  private void addRepeated(String what, String name) {
    List<Integer> places = byResult.get(name);
    if (places == null) {
      places = new ArrayList<>();
      for (Map.Entry<Json, List<Integer>> added : byValue.entrySet()) {
        if (text(added.getKey()).equals(name)) {
          places.addAll(added.getValue());
        }
      }
    }
    add(what + ": " + shown(name), places);
  }

  private void addRow(String title, Attempt attempt) {
    Integer row = byIndex.get(attempt.completion().index());
    if (row != null) {
      add(title, List.of(row));
    }
  }

  private void add(String what, List<Integer> places) {
    for (int row : places) {
      count++;
      if (rows.size() < MAX_ROWS && row < OperationTable.MAX_ROWS) {
        rows.add(Json.array(Json.of(what), Json.of(row)));
      }
    }
  }

  private static String text(Json value) {
    return value instanceof Json.Text text ? text.value() : JsonCodec.format(value);
  }

  private static String shown(String text) {
    return Excerpts.cut(text, MAX_VALUE);
  }
}
