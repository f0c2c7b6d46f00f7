package dev.tattle.bench.torture;

import dev.tattle.bench.check.Findings;
import dev.tattle.bench.plan.Seed;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a torture run.
 *
 * @param counts the number of requests of each sort
 * @param refusals the number of refused additions for each reason
 * @param faults the number of faults of each kind
 * @param violations the mistakes of nodes; empty if there are none
 * @param convergenceMillis from the end of the last fault until all nodes showed the same
 * @param log what faults there were, and when
 */
public record TortureResult(
    TortureOptions options,
    Map<String, Long> counts,
    Map<String, Long> refusals,
    Map<String, Integer> faults,
    List<String> violations,
    long convergenceMillis,
    List<String> log) {
  public TortureResult {
    violations = List.copyOf(violations);
    log = List.copyOf(log);
  }

  /** True if nothing was lost or counted twice, and there was something to lose. */
  public boolean isValid() {
    return violations.isEmpty() && count("acknowledged") > 0;
  }

  private long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** The verdict, on one line. */
  public String line() {
    String what =
        String.format(
            Locale.ROOT,
            "%,d %s acknowledged, %,d never answered; %,d requests, %s, seed %d",
            count("acknowledged"),
            count("acknowledged") == 1 ? "addition" : "additions",
            count("unknown"),
            count("attempts") + count("reads"),
            Findings.counted(
                faults.values().stream().mapToInt(Integer::intValue).sum(), "fault", "faults"),
            options.seed());
    if (isValid()) {
      return "valid: none lost, none doubled (" + what + ")";
    }
    String problem = violations.isEmpty() ? "nothing was acknowledged" : "first of the problems: ";
    return "invalid: "
        + problem
        + (violations.isEmpty() ? "" : violations.get(0))
        + " ("
        + what
        + ")";
  }

  /** The reasons for refusals and their counts, on one line; empty if there were none. */
  public String refusalLine() {
    return String.join(
        "; ",
        refusals.entrySet().stream()
            .map(one -> String.format(Locale.ROOT, "%,d × %s", one.getValue(), one.getKey()))
            .toList());
  }

  /** All of the result, for machines. */
  public Json json() {
    Map<String, Json> all = new LinkedHashMap<>();
    all.put("valid?", Json.of(isValid()));
    all.put("seed", Seed.json(options.seed()));
    all.put("nodes", Json.of(options.nodes()));
    all.put("time-limit-ms", Json.of(options.timeLimit().toMillis()));
    all.put("fsync", Json.of(options.fsync()));
    all.put("convergence-ms", Json.of(convergenceMillis));
    Map<String, Json> numbers = new LinkedHashMap<>();
    counts.forEach((name, count) -> numbers.put(name, Json.of(count)));
    all.put("counts", new Json.Obj(numbers));
    Map<String, Json> reasons = new LinkedHashMap<>();
    refusals.forEach((reason, count) -> reasons.put(reason, Json.of(count)));
    all.put("refusals", new Json.Obj(reasons));
    Map<String, Json> kinds = new LinkedHashMap<>();
    faults.forEach((kind, count) -> kinds.put(kind, Json.of(count)));
    all.put("faults", new Json.Obj(kinds));
    all.put("violations", Json.array(violations.stream().map(Json::of).toList()));
    all.put("log", Json.array(log.stream().map(Json::of).toList()));
    return new Json.Obj(all);
  }
}
