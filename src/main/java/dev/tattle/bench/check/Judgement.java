package dev.tattle.bench.check;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a whole run: {@code {"valid?","workload","net"?,"stats","availability"}}. The verdict is
 * the worst of the parts' verdicts.
 *
 * @param workload judges what the workload promises
 * @param availability judges how many operations ended ok
 * @param stats judges whether each function succeeded at all
 * @param more parts by name; they come last
 */
public record Judgement(
    Checker workload,
    AvailabilityChecker availability,
    StatsChecker stats,
    Map<String, Checker> more) {
  /** Makes the judgement that Maelstrom makes. */
  public Judgement(Checker workload, AvailabilityChecker availability) {
    this(workload, availability, new StatsChecker(false), Map.of());
  }

  /**
   * Judges a run.
   *
   * @param net the network's counts, with their own {@code "valid?"}; null if only the history is
   *     known
   * @throws dev.tattle.bench.history.HistoryException if the history is malformed
   */
  public Results judge(List<Operation> history, Json.@Nullable Obj net) {
    Map<String, Findings> found = new LinkedHashMap<>();
    Map<String, Json.Obj> parts = new LinkedHashMap<>();
    Findings ofWorkload = workload.check(history);
    found.put("workload", ofWorkload);
    parts.put("workload", ofWorkload.json());
    more.forEach((name, checker) -> found.put(name, checker.check(history)));
    if (net != null) {
      parts.put("net", net);
    }
    parts.put("stats", stats.check(history).json());
    parts.put("availability", availability.check(history).json());
    found.forEach((name, findings) -> parts.putIfAbsent(name, findings.json()));
    Map<String, Json> result = new LinkedHashMap<>();
    result.put("valid?", Verdict.worst(parts.values().stream().map(Verdict::of).toList()).json());
    result.putAll(parts);
    return new Results(new Json.Obj(result), found);
  }
}
