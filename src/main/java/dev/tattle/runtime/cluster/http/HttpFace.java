package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Json;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.Doorkeeper;
import dev.tattle.runtime.cluster.security.Sockets;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of a program. It checks each request against the limits, reads it and passes it
 * to its route. It answers every failure with a problem.
 *
 * <p>Thread rule: the event loop.
 */
public final class HttpFace {
  private static final String GRPC = "application/grpc";
  private static final int IDLE_SECONDS = 60;

  private final Log log;
  private final HttpLimits limits;
  private final Doorkeeper doorkeeper;
  private final List<Route> routes;
  private final RequestCounts counts;
  private final Connections connections;
  private final Bodies bodies = new Bodies(System::nanoTime);
  private final HttpServer server;
  private boolean isLocal;
  private @Nullable Handler<HttpServerRequest> grpc;

  HttpFace(
      Sockets sockets,
      Log log,
      HttpLimits limits,
      Doorkeeper doorkeeper,
      List<Route> routes,
      RequestCounts counts,
      Connections connections) {
    this.log = log;
    this.limits = limits;
    this.doorkeeper = doorkeeper;
    this.routes = routes;
    this.counts = counts;
    this.connections = connections;
    server =
        sockets
            .server(
                new HttpServerOptions()
                    .setIdleTimeout(IDLE_SECONDS)
                    .setMaxInitialLineLength(HttpLimits.LINE_CHARS)
                    .setMaxHeaderSize(HttpLimits.HEADER_BYTES)
                    // There are no WebSockets here, but each message would pass through the
                    // compression handlers.
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false),
                channel -> channel.pipeline().addFirst(connections.watching()))
            .connectionHandler(Connections::writeTogether)
            .invalidRequestHandler(Exchange::onInvalid)
            .exceptionHandler(e -> log.debug("a connection failed: " + e.getMessage()))
            .requestHandler(this::onRequest);
  }

  /** Sets the handler of gRPC requests. They pass the checks for all requests first. */
  public void passGrpcTo(Handler<HttpServerRequest> face) {
    grpc = face;
  }

  /** Begins to listen. The future fails if the address is in use. */
  public Future<HttpServer> listen(HostPort address, boolean isLoopback) {
    isLocal = isLoopback;
    return server.listen(address.port(), address.host());
  }

  /** Accepts no new connections, and closes the open ones once they have their answers. */
  public Future<Void> stop(long patienceMillis) {
    return server.shutdown(patienceMillis, TimeUnit.MILLISECONDS);
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  List<Route> routes() {
    return routes;
  }

  private void onRequest(HttpServerRequest request) {
    Handler<HttpServerRequest> calls = grpc;
    if (calls != null && isGrpc(request)) {
      onCall(request, calls);
      return;
    }
    long beganNanos = System.nanoTime();
    String path = request.path();
    List<String> asked =
        path == null || !path.startsWith("/")
            ? List.of()
            : List.of(path.substring(1).split("/", -1));
    Route route = route(request.method(), asked);
    IntConsumer done = status -> counts.done(route, status, System.nanoTime() - beganNanos);
    Exchange bare = new Exchange(request, null, Map.of(), done);
    HttpProblem problem = problem(request, route, asked);
    if (problem != null || route == null) {
      bare.problem(problem == null ? HttpProblem.malformed("there is no such path") : problem);
      return;
    }
    String encoded = route.variable(asked);
    String variable = encoded == null ? null : PathText.decode(encoded);
    if (!route.takesBody() || isBodiless(request)) {
      handle(route, new Exchange(request, variable, Map.of(), done));
      return;
    }
    Consumer<Buffer> whole =
        body ->
            refusing(
                bare, () -> handle(route, new Exchange(request, variable, fields(body), done)));
    new BodyReader(request, limits.bodyBytes(), bodies, whole, bare::problem).begin();
  }

  private static boolean isGrpc(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null
        && request.version() == HttpVersion.HTTP_2
        && (type.equals(GRPC) || type.startsWith(GRPC + "+") || type.startsWith(GRPC + ";"));
  }

  /** Handles a gRPC call. A refused call gets an HTTP status, which gRPC clients understand. */
  private void onCall(HttpServerRequest request, Handler<HttpServerRequest> calls) {
    HttpProblem problem = connections.problem(request);
    if (problem == null && isLocal) {
      problem = Browsers.strangeName(request);
    }
    if (problem == null) {
      problem = Browsers.otherSite(request);
    }
    if (problem == null) {
      calls.handle(new MeasuredCall(request, bodies));
    } else {
      new Exchange(request, null, Map.of(), unused -> {}).problem(problem);
    }
  }

  /** The problem with a request before its body is read; null if there is none. */
  private @Nullable HttpProblem problem(
      HttpServerRequest request, @Nullable Route route, List<String> asked) {
    HttpProblem excess = connections.problem(request);
    if (excess != null) {
      return excess;
    }
    HttpProblem strange = isLocal ? Browsers.strangeName(request) : null;
    if (strange != null) {
      return strange;
    }
    if (route == null) {
      return noRoute(request, asked);
    }
    HttpProblem stranger = Guard.problem(doorkeeper, request, route.role());
    if (stranger != null) {
      return stranger;
    }
    String variable = route.variable(asked);
    if (variable != null && PathText.decode(variable) == null) {
      return HttpProblem.malformed("path: expected percent-encoded UTF-8, but it is " + variable);
    }
    return route.hasEffect() ? Browsers.otherSite(request) : null;
  }

  private @Nullable Route route(HttpMethod method, List<String> asked) {
    HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    for (Route route : routes) {
      if (route.method().equals(wanted) && route.matches(asked)) {
        return route;
      }
    }
    return null;
  }

  private HttpProblem noRoute(HttpServerRequest request, List<String> asked) {
    String methods =
        routes.stream()
            .filter(route -> route.matches(asked))
            .map(route -> route.method().name())
            .distinct()
            .collect(Collectors.joining(", "));
    if (methods.isEmpty()) {
      return HttpProblem.of(
          404,
          "no-such-path",
          "There is no such path",
          "expected one of " + paths() + ", but it is " + request.path());
    }
    request.response().putHeader(HttpHeaders.ALLOW, methods);
    return HttpProblem.of(
        405,
        "method-not-allowed",
        "Method not allowed",
        "expected " + methods + ", but it is " + request.method());
  }

  private String paths() {
    return routes.stream().map(Route::path).distinct().collect(Collectors.joining(" "));
  }

  /**
   * Tells whether a request has no body. An HTTP/1.1 request has a body only if its head says so.
   */
  private static boolean isBodiless(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.version() != HttpVersion.HTTP_2
        && (length == null || length.equals("0"))
        && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
  }

  private static Map<String, Json> fields(Buffer body) {
    if (body.length() == 0) {
      return Map.of();
    }
    try {
      if (JsonCodec.parse(body.getBytes()) instanceof Json.Obj object) {
        return object.fields();
      }
    } catch (WireException e) {
      throw ProblemException.malformed("body: " + e.problem());
    }
    throw ProblemException.malformed("body: expected a JSON object");
  }

  private void handle(Route route, Exchange exchange) {
    refusing(exchange, () -> route.handler().handle(exchange));
  }

  private void refusing(Exchange exchange, Runnable work) {
    try {
      work.run();
    } catch (ProblemException e) {
      exchange.problem(e.problem());
    } catch (RuntimeException e) {
      log.error("a request failed", e);
      exchange.problem(
          new HttpProblem(500, "internal-error", "The server failed", "see its log", false));
    }
  }
}
