package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.node.CounterEngine;
import io.vertx.core.Vertx;

/** Where the faces take what clients ask of counters. */
public record CounterDesk(CounterEngine counters, CounterQuestions questions, Watches watches) {
  /** With streams that nobody has opened yet. */
  public static CounterDesk of(Vertx vertx, CounterEngine counters, HttpLimits limits) {
    return new CounterDesk(
        counters, new CounterQuestions(limits), new Watches(vertx, counters, limits.watchers()));
  }
}
