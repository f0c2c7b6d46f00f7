package dev.tattle.runtime.cluster.grpc;

import dev.tattle.runtime.cluster.grpc.proto.CountersOuterClass;
import dev.tattle.runtime.cluster.node.Latencies;
import dev.tattle.runtime.cluster.node.Metrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls by method and status code, and measures how long calls with a single response take.
 *
 * <p>Thread rule: the event loop.
 */
public final class CallCounts {
  private static final String STATUS = "grpc-status";

  /** Stands for all unknown methods, so that clients can't create new series. */
  private static final String UNKNOWN = "none";

  private final Metrics metrics;
  private final Latencies latencies;

  /** The known methods by path; true if a method has a single response. */
  private final Map<String, Boolean> methods = new HashMap<>();

  private final Map<String, Map<String, LongAdder>> counts = new HashMap<>();

  public CallCounts(Metrics metrics) {
    this.metrics = metrics;
    latencies =
        metrics.latencies(
            "tattle_grpc_call_duration_seconds",
            "From a call's head to its status, of calls with one response.");
    String counters = "/" + CounterCallHandlers.NAME.fullyQualifiedName() + "/";
    CountersOuterClass.getDescriptor()
        .findServiceByName(CounterCallHandlers.NAME.name())
        .getMethods()
        .forEach(method -> methods.put(counters + method.getName(), !method.isServerStreaming()));
    methods.put("/grpc.health.v1.Health/Check", true);
    methods.put("/grpc.health.v1.Health/List", true);
    methods.put("/grpc.health.v1.Health/Watch", false);
    methods.put("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", false);
  }

  /** Wraps a handler so that its calls are counted. */
  public Handler<HttpServerRequest> counting(Handler<HttpServerRequest> calls) {
    return request -> {
      AtomicBoolean isCounted = new AtomicBoolean();
      long beganNanos = System.nanoTime();
      Handler<Void> ended =
          unused -> {
            if (!isCounted.getAndSet(true)) {
              ended(request.path(), status(request.response()), beganNanos);
            }
          };
      // A call that is broken off runs only the second handler.
      request.response().endHandler(ended).closeHandler(ended);
      calls.handle(request);
    };
  }

  private void ended(@Nullable String path, String status, long beganNanos) {
    Boolean isUnary = methods.get(path);
    String method = isUnary == null || path == null ? UNKNOWN : path.substring(1);
    counts
        .computeIfAbsent(method, unused -> new HashMap<>())
        .computeIfAbsent(status, unused -> counter(method, status))
        .increment();
    if (isUnary != null && isUnary) {
      latencies.add(System.nanoTime() - beganNanos);
    }
  }

  private LongAdder counter(String method, String status) {
    return metrics.counter(
        "tattle_grpc_calls_total", "Calls that have ended.", "method", method, "code", status);
  }

  /**
   * Finds the status. It is a trailer, or a header if the response has no messages. A call that was
   * broken off has none.
   */
  private static String status(HttpServerResponse response) {
    String trailer = response.trailers().get(STATUS);
    String code = trailer == null ? response.headers().get(STATUS) : trailer;
    try {
      GrpcStatus status = code == null ? null : GrpcStatus.valueOf(Integer.parseInt(code));
      return (status == null ? GrpcStatus.CANCELLED : status).name();
    } catch (NumberFormatException e) {
      return GrpcStatus.UNKNOWN.name();
    }
  }
}
