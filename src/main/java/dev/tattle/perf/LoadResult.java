package dev.tattle.perf;

import dev.tattle.core.Json;
import java.util.OptionalDouble;

/**
 * The measurement of a load.
 *
 * @param clients the number of clients, each with one open request
 * @param perSecond answers a second, of all clients together
 * @param adds the number of additions in one request
 * @param latencies of all answers, in nanoseconds
 * @param failures the number of answers that were not a success
 */
record LoadResult(int clients, double perSecond, int adds, Quantiles latencies, int failures) {
  private static final double MILLI_NANOS = 1e6;

  /** Additions a second; for a request without additions, answers a second. */
  double addsPerSecond() {
    return perSecond * Math.max(1, adds);
  }

  double millisAt(int perMille) {
    return latencies.at(perMille) / MILLI_NANOS;
  }

  Json json() {
    return Json.object(
        "connections", Json.of(clients),
        "adds-per-request", Json.of(adds),
        "requests-per-s", number(perSecond),
        "latency-p50-ms", number(millisAt(500)),
        "latency-p99-ms", number(millisAt(990)),
        "latency-p999-ms", number(millisAt(999)),
        "failures", Json.of(failures));
  }

  private static Json number(double value) {
    return Figures.number(OptionalDouble.of(value));
  }
}
