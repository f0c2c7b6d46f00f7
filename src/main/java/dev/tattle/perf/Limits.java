package dev.tattle.perf;

import dev.tattle.core.Json;
import java.time.Duration;

/**
 * How much is measured, and how long to wait.
 *
 * @param starts the number of starts of a program alone; of several at once a fifth as many
 * @param nodes the number of nodes to start at once
 * @param requests the number of requests to send as fast as the pipe takes them
 * @param steady the time of requests on a schedule
 * @param patience for each answer to come, for all requests to be sent, and for all starts
 * @param simulation the time for which the simulator warms up, and then the time of its measurement
 */
public record Limits(
    int starts, int nodes, int requests, Duration steady, Duration patience, Duration simulation) {
  /** The limits of the command line: under a minute for a program as fast as this jar's node. */
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
