package dev.tattle.rivals;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.wire.JsonCodec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The least of HTTP that clients of counters need, on one event loop: {@code POST
 * /counters/{name}/next}, {@code GET /counters/{name}} and {@code GET /readyz}, with the statuses
 * of the service. It checks nothing, so an engine behind it pays less for HTTP than the service
 * does.
 */
final class RivalFace {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String COUNTERS = "/counters/";
  private static final String NEXT = "/next";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int UNKNOWN = 504;

  private final Rival rival;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();

  private RivalFace(Rival rival) {
    this.rival = rival;
  }

  /** Serves until the process ends. */
  static void serve(Rival rival, int port) throws Exception {
    RivalFace face = new RivalFace(rival);
    face.vertx
        .createHttpServer()
        .requestHandler(face::onRequest)
        .listen(port, RivalOptions.HOST)
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void onRequest(HttpServerRequest request) {
    String path = request.path();
    if (path.equals("/readyz")) {
      ask("read", "ready", request);
    } else if (!path.startsWith(COUNTERS)) {
      request.response().setStatusCode(404).end();
    } else if (request.method().equals(HttpMethod.POST) && path.endsWith(NEXT)) {
      ask("next", path.substring(COUNTERS.length(), path.length() - NEXT.length()), request);
    } else {
      ask("read", path.substring(COUNTERS.length()), request);
    }
  }

  private void ask(String type, String name, HttpServerRequest request) {
    rival.ask(
        Body.of(type, "strong", Json.of(name)),
        PATIENCE,
        answer -> context.runOnContext(unused -> respond(name, answer, request)));
  }

  private static void respond(String name, Body answer, HttpServerRequest request) {
    Json json;
    int status = OK;
    if (answer.type().equals("error")) {
      boolean isDefinite = answer.integer("code") == RpcError.TEMPORARILY_UNAVAILABLE.code();
      status = isDefinite ? UNAVAILABLE : UNKNOWN;
      json = Json.object("detail", answer.json("text"));
    } else {
      json = Json.object("counter", Json.of(name), "value", answer.json("value"));
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(JsonCodec.format(json));
  }
}
