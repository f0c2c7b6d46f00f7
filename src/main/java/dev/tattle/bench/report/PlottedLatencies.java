package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Results;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The latencies that a workload's checker found, in ascending order: {@code
 * {"rank","millis","count","label","meaning"}}, with ranks from 0. If there are more than {@value
 * #MAX_POINTS} values, only every n-th is included, and all of the slowest.
 */
final class PlottedLatencies {
  static final int MAX_POINTS = 1_000;
  private static final int SLOWEST = MAX_POINTS / 2;

  private PlottedLatencies() {}

  /** The latencies; null in JSON if there are none. */
  static Json of(Results results) {
    return found(results).map(PlottedLatencies::of).orElse(Json.NULL);
  }

  /** The latencies by quantile; null in JSON if there are none. */
  static Json quantiles(Results results) {
    Map<String, Json> quantiles = new LinkedHashMap<>();
    found(results)
        .ifPresent(f -> f.millis().forEach((at, millis) -> quantiles.put(at, Json.of(millis))));
    return quantiles.isEmpty() ? Json.NULL : new Json.Obj(quantiles);
  }

  private static Optional<Finding.Quantiles> found(Results results) {
    return results.parts().values().stream()
        .flatMap(findings -> findings.of(Finding.Quantiles.class))
        .filter(quantiles -> quantiles.label() != null)
        .findFirst();
  }

  static Json of(Finding.Quantiles quantiles) {
    List<Long> millis = quantiles.sortedMillis();
    Columns columns = new Columns("rank", "millis");
    int slowest = Math.max(0, millis.size() - SLOWEST);
    int step = Math.max(1, (slowest + SLOWEST - 1) / SLOWEST);
    for (int rank = 0; rank < millis.size(); rank += rank < slowest ? step : 1) {
      columns.add(Json.of(rank), Json.of(millis.get(rank)));
    }
    Map<String, Json> fields = columns.fields();
    fields.put("count", Json.of(millis.size()));
    fields.put("label", Json.of(Objects.requireNonNullElse(quantiles.label(), "")));
    fields.put("meaning", Json.of(quantiles.meaning()));
    return new Json.Obj(fields);
  }
}
