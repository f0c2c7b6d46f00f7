package dev.tattle.bench.check.strong;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.LinearizableChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that each counter is linearizable ({@link CounterModel}). All attempts with one key are
 * one operation and must get one answer. A refusal is an answer: the counter's state required it.
 * Local reads are excluded. Counters that only hand out numbers must satisfy more ({@link
 * Tickets}).
 */
public final class StrongCountersChecker implements Checker {
  private final LinearizableChecker linearizable = new LinearizableChecker(new CounterModel());

  @Override
  public Findings check(List<Operation> history) {
    List<StrongAttempt> all = Attempt.all(history).stream().map(StrongAttempt::of).toList();
    StrongProblems problems = new StrongProblems();
    List<StrongAttempt> merged = StrongAttempt.merged(all, problems);
    tickets(all, merged).forEach(attempts -> Tickets.judge(attempts, problems));
    List<Anomaly> anomalies = problems.anomalies();
    Findings found =
        linearizable.judge(
            merged.stream().filter(e -> !e.isLocal()).map(StrongAttempt::attempt).toList());
    List<String> reasons = new ArrayList<>();
    anomalies.forEach(each -> reasons.add(each.name() + " (" + each.count() + ")"));
    if (found.verdict() != Verdict.VALID) {
      reasons.add(found.reason());
    }
    return new Findings(
            Verdict.worst(List.of(found.verdict(), Verdict.of(anomalies.isEmpty()))),
            reasons.stream().collect(joining(", ")),
            found.all())
        .with(anomalies.toArray(Finding[]::new));
  }

  /** The attempts on each counter that was only asked for numbers. */
  private static List<List<StrongAttempt>> tickets(
      List<StrongAttempt> all, List<StrongAttempt> merged) {
    Set<String> others = new LinkedHashSet<>();
    for (StrongAttempt each : all) {
      if (!Tickets.isHandedOut(each.attempt().f())) {
        others.add(each.counter());
      }
    }
    Map<String, List<StrongAttempt>> byCounter = new LinkedHashMap<>();
    for (StrongAttempt each : merged) {
      if (!others.contains(each.counter())) {
        byCounter.computeIfAbsent(each.counter(), first -> new ArrayList<>()).add(each);
      }
    }
    return List.copyOf(byCounter.values());
  }
}
