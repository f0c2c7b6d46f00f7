package dev.tattle.bench.report;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data of a run that lists and comparisons show. It is small enough to be read for a thousand
 * runs: {@code {"command","program","why","options":{name:text},"figures":[[name,value,detail]],
 * "latency":{f:{quantile:ms}},"messages":[[type,"clients"|"servers",sent,lost]]}}.
 */
public final class RunDigest {
  private static final Map<String, Double> QUANTILES =
      new TreeMap<>(Map.of("0.5", 0.5, "0.95", 0.95, "0.99", 0.99, "1", 1.0));

  private RunDigest() {}

  /** Makes the digest of a run. */
  public static Json of(Report report) {
    boolean isValid = Json.of(true).equals(report.results().json().fields().get("valid?"));
    return Json.object(
        "command", Json.of(report.command()),
        "program", Json.of(report.program()),
        "why", Json.of(isValid ? "" : Summary.why(report.results())),
        "options", ReportData.options(report.options()),
        "figures", ReportData.figures(report.results()),
        "latency", latency(Attempt.all(report.history())),
        "messages", MessageCounts.types(report.journal().messages()));
  }

  /** The latency of ok operations, by function. */
  private static Json latency(List<Attempt> attempts) {
    Map<String, List<Long>> nanos = new TreeMap<>();
    for (Attempt attempt : attempts) {
      if (attempt.isOk()) {
        long took = attempt.completion().timeNanos() - attempt.invocation().timeNanos();
        nanos.computeIfAbsent(attempt.f(), f -> new ArrayList<>()).add(took);
      }
    }
    Map<String, Json> byFunction = new LinkedHashMap<>();
    nanos.forEach((f, took) -> byFunction.put(f, quantiles(took.stream().sorted().toList())));
    return new Json.Obj(byFunction);
  }

  private static Json quantiles(List<Long> sorted) {
    Map<String, Json> millis = new LinkedHashMap<>();
    QUANTILES.forEach(
        (name, quantile) -> {
          int rank = (int) Math.min(sorted.size() - 1L, (long) (sorted.size() * quantile));
          millis.put(name, Json.of(String.format(Locale.ROOT, "%.1f ms", sorted.get(rank) / 1e6)));
        });
    return new Json.Obj(millis);
  }
}
