package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.node.Latencies;
import dev.tattle.runtime.cluster.node.Metrics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How many requests there were, and how long they took, by route.
 *
 * <p>Thread rule: the event loop.
 */
final class RequestCounts {
  private record Key(@Nullable Route route, int status) {}

  private static final String NONE = "none";

  private final Metrics metrics;
  private final Map<Key, LongAdder> counts = new HashMap<>();
  private final Latencies latencies;

  RequestCounts(Metrics metrics) {
    this.metrics = metrics;
    latencies =
        metrics.latencies(
            "tattle_http_request_duration_seconds", "From a request's head to its response.");
  }

  /** A request was answered; null is the route of those that have none. */
  void done(@Nullable Route route, int status, long nanos) {
    counts.computeIfAbsent(new Key(route, status), this::counter).increment();
    latencies.add(nanos);
  }

  private LongAdder counter(Key key) {
    return metrics.counter(
        "tattle_http_requests_total",
        "Requests that were answered.",
        "method",
        key.route == null ? NONE : key.route.method().name(),
        "path",
        key.route == null ? NONE : key.route.path(),
        "status",
        Integer.toString(key.status));
  }
}
