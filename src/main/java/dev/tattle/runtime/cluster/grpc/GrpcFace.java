package dev.tattle.runtime.cluster.grpc;

import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.http.Readiness;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.util.function.Supplier;

/** Puts together everything that a node offers over gRPC. */
public final class GrpcFace {
  private GrpcFace() {}

  /** Creates the handler of HTTP/2 requests that are gRPC calls. */
  public static Handler<HttpServerRequest> handler(
      Vertx vertx, HttpLimits limits, CounterCallHandlers counters, Readiness readiness) {
    GrpcServerOptions options =
        new GrpcServerOptions()
            .setMaxMessageSize(limits.bodyBytes())
            .setScheduleDeadlineAutomatically(true);
    for (GrpcProtocol protocol : GrpcProtocol.values()) {
      if (protocol != GrpcProtocol.HTTP_2) {
        options.removeEnabledProtocol(protocol);
      }
    }
    Supplier<Future<Boolean>> isReady = () -> Future.succeededFuture(readiness.problem().isEmpty());
    HealthService health =
        HealthService.create(vertx)
            .register("", isReady)
            .register(CounterCallHandlers.NAME, isReady);
    return GrpcServer.server(vertx, options)
        .addService(counters.service())
        .addService(health)
        .addService(ReflectionService.v1());
  }
}
