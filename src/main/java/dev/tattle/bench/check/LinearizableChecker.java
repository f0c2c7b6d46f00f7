package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.WrongOperation;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Checks that each of several objects, found by key, is linearizable: Jepsen's {@code linearizable}
 * below {@code independent}. Values are pairs of a key and an argument or result.
 */
public final class LinearizableChecker implements Checker {
  /** The most configurations kept for one key. They fit into 200 MB. */
  static final int MOST_CONFIGURATIONS = 500_000;

  private final Model model;
  private final int mostConfigurations;

  /** Makes a checker for objects of this model. */
  public LinearizableChecker(Model model) {
    this(model, MOST_CONFIGURATIONS);
  }

  LinearizableChecker(Model model, int mostConfigurations) {
    this.model = model;
    this.mostConfigurations = mostConfigurations;
  }

  @Override
  public Findings check(List<Operation> history) {
    return judge(Attempt.all(history));
  }

  /**
   * Judges attempts, in the order of their invocations. Invoking and completing process may differ.
   */
  public Findings judge(List<Attempt> all) {
    SortedMap<Json, Linearization.Verdict> verdicts = new TreeMap<>(Values.ORDER);
    byKey(all)
        .forEach(
            (key, attempts) ->
                verdicts.put(key, Linearization.of(attempts, model, mostConfigurations)));
    List<Json> failures = keys(verdicts, Linearization.Outcome.NOT_LINEARIZABLE);
    List<Json> unknown = keys(verdicts, Linearization.Outcome.TOO_MANY);
    Verdict verdict = unknown.isEmpty() ? Verdict.VALID : Verdict.UNKNOWN;
    Findings findings =
        new Findings(
            failures.isEmpty() ? verdict : Verdict.INVALID,
            reason(failures, unknown),
            List.of(
                new Finding.Sentence("keys", sentence(verdicts, failures)),
                new Finding.Other("results", results(verdicts)),
                new Finding.ValueList("failures", failures, Finding.ValueList.Use.DETAIL)));
    return findings.with(unexplained(verdicts).toArray(Finding[]::new));
  }

  /** The attempts that may have happened, by key, in the order of the invocations. */
  private static Map<Json, List<Attempt>> byKey(List<Attempt> all) {
    Map<Json, List<Attempt>> byKey = new LinkedHashMap<>();
    for (Attempt attempt : all) {
      List<Attempt> ofKey =
          byKey.computeIfAbsent(pair(attempt.invocation()).get(0), key -> new ArrayList<>());
      boolean isEmptyRead = !attempt.isOk() && attempt.f().equals("read");
      if (attempt.outcome() != Operation.Type.FAIL && !isEmptyRead) {
        ofKey.add(withoutKey(attempt));
      }
    }
    return byKey;
  }

  private static Attempt withoutKey(Attempt attempt) {
    return new Attempt(
        withoutKey(attempt.invocation()), withoutKey(attempt.completion()), attempt.isFinished());
  }

  private static Operation withoutKey(Operation operation) {
    return operation.withValue(pair(operation).get(1));
  }

  private static List<Json> pair(Operation operation) {
    if (operation.value() instanceof Json.Arr pair && pair.items().size() == 2) {
      return pair.items();
    }
    throw HistoryException.at(operation, "expected the value to be a key and a value in an array");
  }

  private static List<Json> keys(
      Map<Json, Linearization.Verdict> verdicts, Linearization.Outcome outcome) {
    return verdicts.entrySet().stream()
        .filter(entry -> entry.getValue().outcome() == outcome)
        .map(Map.Entry::getKey)
        .toList();
  }

  private String reason(List<Json> failures, List<Json> unknown) {
    return failures.isEmpty()
        ? "%s: more than %,d ways to explain what is open at once"
            .formatted(
                Findings.counted(unknown.size(), "key is undecided", "keys are undecided"),
                mostConfigurations)
        : Findings.counted(failures.size(), "key is not linearizable", "keys are not linearizable");
  }

  private static String sentence(Map<Json, Linearization.Verdict> verdicts, List<Json> failures) {
    return "%d, of which %d %s not linearizable"
        .formatted(verdicts.size(), failures.size(), failures.size() == 1 ? "is" : "are");
  }

  private static Json results(SortedMap<Json, Linearization.Verdict> verdicts) {
    Map<String, Json> results = new LinkedHashMap<>();
    verdicts.forEach((key, found) -> results.put(Shown.whole(key), verdict(found).json()));
    return new Json.Obj(results);
  }

  private static Verdict verdict(Linearization.Verdict found) {
    return switch (found.outcome()) {
      case LINEARIZABLE -> Verdict.VALID;
      case NOT_LINEARIZABLE -> Verdict.INVALID;
      case TOO_MANY -> Verdict.UNKNOWN;
    };
  }

  private static List<Finding> unexplained(SortedMap<Json, Linearization.Verdict> verdicts) {
    List<WrongOperation> wrong = new ArrayList<>();
    List<Finding> windows = new ArrayList<>();
    verdicts.forEach(
        (key, found) -> {
          Attempt last = found.last();
          if (last != null && found.outcome() == Linearization.Outcome.NOT_LINEARIZABLE) {
            List<Attempt> window = found.window().isEmpty() ? List.of(last) : found.window();
            wrong.add(wrong(key, last, found.states(), window));
            windows.add(new Finding.Window("key " + Shown.text(key), last, found.states(), window));
          }
        });
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding.Wrong("unexplained", wrong, Json.array()));
    findings.addAll(windows);
    return findings;
  }

  private static WrongOperation wrong(
      Json key, Attempt last, List<Json> states, List<Attempt> window) {
    String text =
        "key %s: nothing explains %s%s; before it the state was %s"
            .formatted(
                Shown.text(key), Shown.attempt(last), beside(last, window), Shown.either(states));
    Json json =
        Json.object(
            "key", key,
            "operation", HistoryCodec.toJson(last.completion()),
            "states", Json.array(states),
            "window", Json.array(entries(window)));
    return new WrongOperation(last, json, text, text, "nothing explains it");
  }

  /** The history entries of these attempts alone. */
  private static List<Json> entries(List<Attempt> window) {
    return window.stream()
        .flatMap(
            attempt ->
                attempt.isFinished()
                    ? Stream.of(attempt.invocation(), attempt.completion())
                    : Stream.of(attempt.invocation()))
        .sorted(Comparator.comparingLong(Operation::index))
        .map(HistoryCodec::toJson)
        .map(Json.class::cast)
        .toList();
  }

  private static String beside(Attempt last, List<Attempt> window) {
    List<Attempt> others = window.stream().filter(attempt -> !attempt.equals(last)).toList();
    return others.isEmpty() ? "" : " with " + Shown.list(others, Shown::attempt);
  }
}
