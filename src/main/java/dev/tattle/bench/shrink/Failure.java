package dev.tattle.bench.shrink;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Problem;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run failed. Two runs fail in the same way if their failures are equal.
 *
 * @param symptoms a node's problem and the invalid parts of the results, the most telling first;
 *     empty if the run is valid or unknown
 */
public record Failure(List<String> symptoms) {
  /** Finds the failure in a run's results. */
  public static Failure of(Simulation.Trial trial) {
    Map<String, Json> parts = trial.results().json().fields();
    List<String> symptoms = new ArrayList<>();
    trial.result().problems().stream().limit(1).map(Failure::problem).forEach(symptoms::add);
    if (trial.result().isBroken()) {
      // What the workload lacks then is only what the run did not reach.
      return new Failure(symptoms);
    }
    trial
        .results()
        .parts()
        .forEach(
            (name, found) -> {
              if (found.verdict() == Verdict.INVALID) {
                symptoms.addAll(symptoms(name, found));
              }
            });
    if (symptoms.isEmpty()) {
      trial
          .results()
          .parts()
          .values()
          .forEach(found -> found.of(Finding.Warning.class).forEach(w -> symptoms.add(w.name())));
    }
    // Too few ok operations count as the failure only if there is no other.
    parts.forEach(
        (name, part) -> {
          if (symptoms.isEmpty() && part instanceof Json.Obj object && isInvalid(object)) {
            symptoms.add(name);
          }
        });
    return new Failure(symptoms);
  }

  private static boolean isInvalid(Json.Obj part) {
    return part.fields().containsKey("valid?") && Verdict.of(part) == Verdict.INVALID;
  }

  /** Of anomalies only the first counts, the most telling one: others follow from it. */
  private static List<String> symptoms(String part, Findings found) {
    Optional<Finding.Anomaly> anomaly =
        found.of(Finding.Anomaly.class).filter(a -> !a.isAllowed()).findFirst();
    if (anomaly.isPresent()) {
      return List.of(part + " " + anomaly.get().name());
    }
    List<String> counted =
        found
            .of(Finding.Count.class)
            .filter(count -> count.use() == Finding.Count.Use.FAULT && count.count() > 0)
            .map(count -> part + " " + count.name())
            .toList();
    return counted.isEmpty() ? List.of(part) : counted;
  }

  /** Errors from different lines of code are different bugs. */
  private static String problem(Problem problem) {
    String kind = problem.kind().jsonName();
    return problem.details().get("trace") instanceof Json.Arr trace
            && trace.items().size() > 1
            && trace.items().get(1) instanceof Json.Text frame
        ? kind + " " + frame.value().strip()
        : kind;
  }
}
