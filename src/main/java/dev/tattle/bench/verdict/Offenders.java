package dev.tattle.bench.verdict;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryLines;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists the operations behind a verdict, each with what is wrong: the add of a lost value, the
 * reads that do not show it, a final read that is not acceptable.
 */
public final class Offenders {
  /** Further values, errors or reads of a kind are only in the results. */
  private static final int OF_A_KIND = 3;

  private final List<Attempt> attempts;
  private final Map<Long, Attempt> byCompletion = new LinkedHashMap<>();
  private final Map<Long, String> notes = new LinkedHashMap<>();
  private long leftOut;

  private Offenders(List<Operation> history) {
    attempts = Attempt.all(history);
    attempts.forEach(a -> byCompletion.put(a.completion().index(), a));
  }

  /**
   * Returns a line for each operation, without line breaks.
   *
   * @param nodes in the order of the processes that talk to them
   */
  public static List<String> lines(Results results, List<Operation> history, List<NodeId> nodes) {
    return lines(results, history, nodes, "see results.json");
  }

  /**
   * Returns a line for each operation, without line breaks.
   *
   * @param nodes in the order of the processes that talk to them
   * @param rest says where those are that the lines leave out
   */
  public static List<String> lines(
      Results results, List<Operation> history, List<NodeId> nodes, String rest) {
    Offenders offenders = new Offenders(history);
    results.parts().values().forEach(offenders::add);
    return offenders.lines(nodes, rest);
  }

  /**
   * Returns a line for each operation and each fault of the history, without line breaks. Those
   * behind the verdict say what is wrong.
   *
   * @param nodes in the order of the processes that talk to them
   */
  public static List<String> within(Results results, List<Operation> history, List<NodeId> nodes) {
    Offenders offenders = new Offenders(history);
    results.parts().values().forEach(offenders::add);
    return HistoryLines.of(history, nodes, offenders::noted);
  }

  private String noted(Attempt attempt) {
    String note = notes.get(attempt.completion().index());
    return note == null ? "" : "  <- " + note;
  }

  private void add(Findings findings) {
    findings
        .of(Finding.ValueList.class)
        .filter(values -> values.use() == Finding.ValueList.Use.LOST)
        .forEach(values -> first(values.values()).forEach(this::addLost));
    findings
        .of(Finding.Repeated.class)
        .forEach(
            repeated ->
                first(List.copyOf(repeated.counts().keySet()))
                    .forEach(value -> addDuplicated(Shown.whole(value))));
    findings
        .of(Finding.Wrong.class)
        .forEach(
            wrong ->
                first(wrong.operations())
                    .forEach(operation -> note(operation.attempt(), operation.note())));
    findings
        .of(Finding.Anomaly.class)
        .filter(anomaly -> !anomaly.isAllowed())
        .forEach(anomaly -> first(anomaly.cases()).forEach(this::addCase));
  }

  private void addCase(Finding.Anomaly.Case one) {
    one.operations().forEach(operation -> note(operation.attempt(), operation.note()));
  }

  private <T> List<T> first(List<T> items) {
    int shown = Math.min(items.size(), OF_A_KIND);
    leftOut += items.size() - shown;
    return items.subList(0, shown);
  }

  private List<String> lines(List<NodeId> nodes, String rest) {
    List<String> lines = new ArrayList<>();
    byCompletion.forEach(
        (index, attempt) -> {
          String note = noted(attempt);
          if (!note.isEmpty()) {
            lines.add(HistoryLines.of(attempt, nodes) + note);
          }
        });
    if (leftOut > 0) {
      lines.add(
          "and %s or %s; %s"
              .formatted(
                  Shown.counted(leftOut, "more value"), Shown.noun(leftOut, "operation"), rest));
    }
    return lines;
  }

  /** Keeps the first note on an operation, which is the most telling one. */
  private void note(Attempt attempt, String note) {
    notes.putIfAbsent(attempt.completion().index(), note);
  }

  private void addLost(Json value) {
    String name = Shown.text(value);
    attempts.stream()
        .filter(a -> a.invocation().value().equals(value))
        .forEach(a -> note(a, name + " is lost"));
    reads().stream()
        .filter(a -> shows(a, value) > 0)
        .reduce((earlier, later) -> later)
        .ifPresent(a -> note(a, "the last to show " + name));
    reads().stream()
        .filter(a -> a.invocation().isFinal() && shows(a, value) == 0)
        .limit(OF_A_KIND)
        .forEach(a -> note(a, "without " + name));
  }

  private List<Attempt> reads() {
    return attempts.stream()
        .filter(a -> a.isOk() && a.completion().value() instanceof Json.Arr)
        .toList();
  }

  private static int shows(Attempt read, Json value) {
    return read.completion().value() instanceof Json.Arr shown
        ? Collections.frequency(shown.items(), value)
        : 0;
  }

  /**
   * Adds a duplicated id or element of a set. The name is a string's own text, or another value as
   * JSON.
   */
  private void addDuplicated(String name) {
    attempts.stream()
        .filter(a -> a.isOk() && isTwice(a, name))
        .limit(OF_A_KIND)
        .forEach(a -> note(a, name + " more than once"));
  }

  private static boolean isTwice(Attempt attempt, String name) {
    Json value = attempt.completion().value();
    boolean isResult =
        Shown.whole(value).equals(name) && !attempt.invocation().value().equals(value);
    return isResult
        || (value instanceof Json.Arr shown
            && shown.items().stream().filter(item -> Shown.whole(item).equals(name)).count() > 1);
  }
}
