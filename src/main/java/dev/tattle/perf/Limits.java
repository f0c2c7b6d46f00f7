package dev.tattle.perf;

import dev.tattle.core.Json;
import java.time.Duration;

/**
 * How much is measured, and how long anybody waits.
 *
 * @param starts how many starts there are of a program alone, and a fifth as many of several at
 *     once
 * @param nodes how many are started at once
 * @param requests how many are sent as fast as the pipe takes them
 * @param steady how long requests are sent on a schedule
 * @param patience for each answer to come, for all requests to be sent, and for all starts
 * @param simulation how long the simulator warms up, and how long it is measured then
 */
public record Limits(
    int starts, int nodes, int requests, Duration steady, Duration patience, Duration simulation) {
  /** What the command line measures: under a minute for a program of this jar's speed. */
  public static final Limits DEFAULT =
      new Limits(
          15, 25, 1_000_000, Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofSeconds(4));

  public Limits {
    if (starts < 1 || nodes < 1 || requests < 1) {
      throw new IllegalArgumentException("nothing to measure");
    }
  }

  Json json() {
    return Json.object(
        "starts", Json.of(starts),
        "nodes", Json.of(nodes),
        "requests", Json.of(requests),
        "steady-ms", Json.of(steady.toMillis()),
        "patience-ms", Json.of(patience.toMillis()),
        "simulation-ms", Json.of(simulation.toMillis()));
  }
}
