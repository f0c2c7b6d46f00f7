package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.node.CounterEngine;
import io.vertx.core.Vertx;

/** What HTTP and gRPC share to serve questions about counters. */
public record CounterDesk(CounterEngine counters, CounterQuestions questions, Watches watches) {
  /** Creates a desk without open streams. */
  public static CounterDesk of(Vertx vertx, CounterEngine counters, HttpLimits limits) {
    return new CounterDesk(
        counters, new CounterQuestions(limits), new Watches(vertx, counters, limits.watchers()));
  }
}
