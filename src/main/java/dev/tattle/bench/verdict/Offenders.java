package dev.tattle.bench.verdict;

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
 * The operations that a verdict is about, each with what is wrong with it: the add of a lost value,
 * the reads that do not show it, a final read that is not acceptable.
 */
public final class Offenders {
  /** More values, errors or reads of a kind are left to the results. */
  private static final int OF_A_KIND = 3;

  private final List<Attempt> attempts;
  private final Map<Long, Attempt> byCompletion = new LinkedHashMap<>();
  private final Map<Long, String> notes = new LinkedHashMap<>();

  private Offenders(List<Operation> history) {
    attempts = Attempt.all(history);
    attempts.forEach(a -> byCompletion.put(a.completion().index(), a));
  }

  /**
   * A line for each, without line breaks.
   *
   * @param results of the run, as in {@code results.json}
   * @param nodes in the order of the processes that talk to them
   */
  public static List<String> lines(Json.Obj results, List<Operation> history, List<NodeId> nodes) {
    Offenders offenders = new Offenders(history);
    Map<String, Json> workload = Findings.part(results.fields(), "workload");
    Findings.items(workload, "lost").stream().limit(OF_A_KIND).forEach(offenders::addLost);
    Findings.part(workload, "duplicated").keySet().stream()
        .limit(OF_A_KIND)
        .forEach(offenders::addDuplicated);
    String expected = "expected " + Findings.ranges(workload, "acceptable");
    offenders.addAll(Findings.items(workload, "errors"), expected);
    Map<String, Json> agreement = Findings.part(results.fields(), "agreement");
    offenders.addAll(Findings.items(agreement, "different-reads"), "the nodes do not agree");
    Map<String, Json> reads = Findings.part(results.fields(), "reads");
    offenders.addAll(Findings.items(reads, "errors"), "nobody had asked for that yet");
    return offenders.lines(nodes);
  }

  private List<String> lines(List<NodeId> nodes) {
    List<String> lines = new ArrayList<>();
    byCompletion.forEach(
        (index, attempt) -> {
          String note = notes.get(index);
          if (note != null) {
            lines.add(HistoryLines.of(attempt, nodes) + "  <- " + note);
          }
        });
    return lines;
  }

  /** The first note on an operation is the most telling one. */
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
    return attempts.stream().filter(a -> a.isOk() && a.f().equals("read")).toList();
  }

  private static int shows(Attempt read, Json value) {
    return read.completion().value() instanceof Json.Arr shown
        ? Collections.frequency(shown.items(), value)
        : 0;
  }

  /** The name is a string's own text, or any other value as JSON: an id, or an element of a set. */
  private void addDuplicated(String name) {
    attempts.stream()
        .filter(a -> a.isOk() && isTwice(a, name))
        .limit(OF_A_KIND)
        .forEach(a -> note(a, name + " more than once"));
  }

  private static boolean isTwice(Attempt attempt, String name) {
    Json value = attempt.completion().value();
    if (!attempt.f().equals("read")) {
      return Shown.whole(value).equals(name) && !attempt.invocation().value().equals(value);
    }
    return value instanceof Json.Arr shown
        && shown.items().stream().filter(item -> Shown.whole(item).equals(name)).count() > 1;
  }

  private static boolean isEchoed(Attempt attempt, Json sent) {
    return attempt.isOk()
        && attempt.completion().value() instanceof Json.Obj reply
        && sent.equals(reply.fields().get("echo"));
  }

  /** Errors are completions as in the history, some within an object; of echo, what was sent. */
  private void addAll(List<Json> errors, String note) {
    for (Json error : errors.subList(0, Math.min(OF_A_KIND, errors.size()))) {
      if (error instanceof Json.Obj object) {
        Json entry = object.fields().getOrDefault("read", object);
        Attempt attempt =
            entry instanceof Json.Obj completion
                    && completion.fields().get("index") instanceof Json.Int index
                ? byCompletion.get(index.value())
                : null;
        if (attempt != null) {
          note(attempt, note);
        }
      } else if (error instanceof Json.Arr words && words.items().size() > 1) {
        Json sent = words.items().get(1);
        attempts.stream()
            .filter(a -> a.invocation().value().equals(sent) && !isEchoed(a, sent))
            .limit(OF_A_KIND)
            .forEach(a -> note(a, "did not come back"));
      }
    }
  }
}
