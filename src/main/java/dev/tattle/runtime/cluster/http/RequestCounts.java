package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.node.Latencies;
import dev.tattle.runtime.cluster.node.Metrics;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and measures how long they take, by route.
 *
 * <p>Thread rule: the event loop.
 */
final class RequestCounts {
  private static final String NONE = "none";

  private final Metrics metrics;
  private final IdentityHashMap<@Nullable Route, Map<Integer, LongAdder>> counts =
      new IdentityHashMap<>();
  private final Latencies latencies;

  RequestCounts(Metrics metrics) {
    this.metrics = metrics;
    latencies =
        metrics.latencies(
            "tattle_http_request_duration_seconds", "From a request's head to its response.");
  }

  /** Counts an answered request. The route is null if none fits the request. */
  void done(@Nullable Route route, int status, long nanos) {
    counts
        .computeIfAbsent(route, unused -> new HashMap<>())
        .computeIfAbsent(status, unused -> counter(route, status))
        .increment();
    latencies.add(nanos);
  }

  private LongAdder counter(@Nullable Route route, int status) {
    return metrics.counter(
        "tattle_http_requests_total",
        "Requests that were answered.",
        "method",
        route == null ? NONE : route.method().name(),
        "path",
        route == null ? NONE : route.path(),
        "status",
        Integer.toString(status));
  }
}
