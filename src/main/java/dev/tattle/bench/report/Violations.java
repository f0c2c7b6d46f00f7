package dev.tattle.bench.report;

import dev.tattle.bench.history.Attempt;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in the history the findings of a checker are: rows of what is wrong and of the row among
 * the operations that it concerns.
 */
final class Violations {
  static final int MAX_ROWS = 300;
  private static final int MAX_VALUE = 80;

  private final List<Attempt> attempts;
  private final Map<Json, List<Integer>> byValue = new LinkedHashMap<>();
  private final Map<String, List<Integer>> byResult = new LinkedHashMap<>();
  private final Map<Long, Integer> byIndex = new LinkedHashMap<>();
  private final List<Json> rows = new ArrayList<>();
  private long count;

  private Violations(List<Attempt> attempts) {
    this.attempts = attempts;
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

  /** {@code {"rows":[[text, row]…],"leftOut"}} for the findings of a run's checkers. */
  static Json of(Map<String, Json> results, List<Attempt> attempts) {
    Map<String, Json> findings = KeyFigures.part(results, "workload");
    Violations violations = new Violations(attempts);
    items(findings, "lost").forEach(violations::addLost);
    if (findings.get("duplicated") instanceof Json.Obj duplicated) {
      duplicated.fields().keySet().forEach(violations::addDuplicated);
    }
    items(findings, "errors").forEach(violations::addError);
    items(KeyFigures.part(results, "reads"), "errors").forEach(violations::addImpossible);
    items(KeyFigures.part(results, "agreement"), "different-reads")
        .forEach(read -> violations.addRead("final reads differ: ", read));
    return Json.object(
        "rows", Json.array(violations.rows),
        "leftOut", Json.of(violations.count - violations.rows.size()));
  }

  private static List<Json> items(Map<String, Json> findings, String name) {
    return findings.get(name) instanceof Json.Arr list ? list.items() : List.of();
  }

  private void addLost(Json value) {
    add("lost: " + shown(text(value)), byValue.getOrDefault(value, List.of()));
  }

  /** The name is a string's own text, or any other value as JSON: an id, or an element of a set. */
  private void addDuplicated(String name) {
    List<Integer> places = byResult.get(name);
    if (places == null) {
      places = new ArrayList<>();
      for (Map.Entry<Json, List<Integer>> added : byValue.entrySet()) {
        if (text(added.getKey()).equals(name)) {
          places.addAll(added.getValue());
        }
      }
    }
    add("duplicated: " + shown(name), places);
  }

  /** A counter's error is the completion itself; an echo's names the value that was sent. */
  private void addError(Json error) {
    if (error instanceof Json.Obj) {
      addRead("wrong final read: ", error);
    } else if (error instanceof Json.Arr words && words.items().size() > 1) {
      Json sent = words.items().get(1);
      add("wrong reply to " + shown(text(sent)), byValue.getOrDefault(sent, List.of()));
    }
  }

  /** A set's is the completion itself; a counter's stands beside what was possible. */
  private void addImpossible(Json error) {
    Json read = error instanceof Json.Obj pair ? pair.fields().get("read") : null;
    addRead("impossible read: ", read == null ? error : read);
  }

  private void addRead(String what, Json read) {
    if (read instanceof Json.Obj completion
        && completion.fields().get("index") instanceof Json.Int index) {
      Integer row = byIndex.get(index.value());
      if (row != null) {
        Attempt attempt = attempts.get(row);
        String result = shown(text(attempt.completion().value()));
        add(attempt.isOk() ? what + result : "no final read", List.of(row));
      }
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
