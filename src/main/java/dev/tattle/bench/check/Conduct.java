package dev.tattle.bench.check;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mistakes of nodes during a run, beyond what the history shows.
 *
 * @param problems the first ones, as they stand in results; the one that ended the run comes first
 * @param count the number of all problems
 * @param isBroken true if a problem ended the run early
 */
public record Conduct(List<Json> problems, long count, boolean isBroken) {
  /** No mistakes. */
  public static final Conduct GOOD = new Conduct(List.of(), 0, false);

  /** The conduct behind these problems. */
  public static Conduct of(List<Problem> problems, long count, boolean isBroken) {
    return new Conduct(problems.stream().map(Problem::json).toList(), count, isBroken);
  }

  /** The conduct in stored results; {@link #GOOD} if they hold none. */
  public static Conduct stored(Map<String, Json> results) {
    if (results.get("nodes") instanceof Json.Obj nodes
        && nodes.fields().get("problem-count") instanceof Json.Int count
        && nodes.fields().get("problems") instanceof Json.Arr problems) {
      boolean isBroken = Json.of(true).equals(results.get("broken"));
      return new Conduct(problems.items(), count.value(), isBroken);
    }
    return GOOD;
  }

  /**
   * Adds the problems to a judgement: as its part {@code "nodes"}, and to its verdict.
   *
   * @param isStrict whether warnings make the run invalid; by default only those mistakes do that
   *     Maelstrom would find
   */
  public Results with(Results judgement, boolean isStrict) {
    long warnings = warningCount(judgement);
    boolean isValid = !isBroken && !(isStrict && warnings > 0);
    Map<String, Json> fields = new LinkedHashMap<>(judgement.json().fields());
    if (!isValid) {
      fields.put("valid?", Json.of(false));
    }
    if (isStrict) {
      fields.put("strict", Json.of(true));
    }
    if (isBroken) {
      fields.put("broken", Json.of(true));
    }
    fields.put(
        "nodes",
        Json.object(
            "valid?", Json.of(isValid),
            "problem-count", Json.of(count),
            "warning-count", Json.of(warnings),
            "problems", Json.array(problems)));
    return new Results(new Json.Obj(fields), judgement.parts());
  }

  private long warningCount(Results judgement) {
    long found =
        judgement.parts().values().stream()
            .flatMap(findings -> findings.of(Finding.Warning.class))
            .mapToLong(Finding.Warning::count)
            .sum();
    return found + count - (isBroken ? 1 : 0);
  }
}
