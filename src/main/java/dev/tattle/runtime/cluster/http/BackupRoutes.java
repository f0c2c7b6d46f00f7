package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.node.CounterEngine;
import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Handles the backup of all strong counters and the restore into a new cluster. Both go through the
 * group's log, like every change. Only requests from the node's own machine are allowed.
 *
 * <p>Thread rule: the event loop.
 */
final class BackupRoutes {
  /** Long, because one request handles all counters. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CounterEngine strong;

  BackupRoutes(CounterEngine strong) {
    this.strong = strong;
  }

  List<Route> routes() {
    return List.of(
        Route.of(HttpMethod.GET, "/admin/backup", Role.ADMIN, this::backup),
        Route.of(HttpMethod.PUT, "/admin/restore", Role.ADMIN, this::restore));
  }

  private void backup(Exchange exchange) {
    ask(exchange, Body.of("backup"), answer -> Json.object("parts", answer.json("parts")));
  }

  private void restore(Exchange exchange) {
    if (!(exchange.field("part") instanceof Json.Arr part)) {
      throw ProblemException.malformed("part: expected an array, as in a backup");
    }
    ask(exchange, Body.of("restore", "part", part), answer -> Json.object());
  }

  private void ask(Exchange exchange, Body question, Function<Body, Json> shown) {
    NodeRoutes.requireLocal(exchange);
    strong.ask(
        question,
        PATIENCE,
        answer -> {
          if (answer.type().equals("error")) {
            exchange.problem(HttpProblem.ofError(answer));
          } else {
            exchange.ok(shown.apply(answer));
          }
        });
  }
}
