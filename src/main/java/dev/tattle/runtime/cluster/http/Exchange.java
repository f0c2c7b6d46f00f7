package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonBuffer;
import dev.tattle.wire.JsonCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response.
 *
 * <p>Thread rule: the event loop.
 */
final class Exchange {
  static final CharSequence TOKEN = HttpHeaders.createOptimized("Tattle-Token");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final int USUAL_BYTES = 256;

  private final HttpServerRequest request;
  private final @Nullable String variable;
  private final Map<String, Json> fields;
  private final IntConsumer onDone;

  /**
   * Wraps a request that has been read.
   *
   * @param variable the decoded part of the path that stands for the braces of the route
   * @param fields the fields of the JSON object in the body
   * @param onDone gets the status once there is one
   */
  Exchange(
      HttpServerRequest request,
      @Nullable String variable,
      Map<String, Json> fields,
      IntConsumer onDone) {
    this.request = request;
    this.variable = variable;
    this.fields = fields;
    this.onDone = onDone;
  }

  /** The part of the path that stands for the braces of the route. */
  String variable() {
    if (variable == null) {
      throw new IllegalStateException("this route has no variable");
    }
    return variable;
  }

  @Nullable String header(CharSequence name) {
    return request.getHeader(name);
  }

  @Nullable String query(String name) {
    return request.query() == null ? null : request.getParam(name);
  }

  @Nullable SocketAddress remoteAddress() {
    return request.remoteAddress();
  }

  /** Reads a field of the body; null if it is missing. */
  @Nullable Json field(String name) {
    return fields.get(name);
  }

  /** Reads an integer from the body, or else from the query; null if it is missing. */
  @Nullable Long integer(String name) {
    Json field = fields.get(name);
    if (field == null) {
      String text = query(name);
      return text == null ? null : integer(name, text);
    }
    if (field instanceof Json.Int integer) {
      return integer.value();
    }
    throw ProblemException.malformed(
        name + ": expected an integer of at most 64 bits, but it is " + shown(field));
  }

  private static Long integer(String name, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ProblemException.malformed(
          name + ": expected an integer of at most 64 bits, but it is '" + text + "'");
    }
  }

  /** Shows a value in a message for people. */
  static String shown(Json value) {
    return value instanceof Json.Num num && num.isInteger() ? "larger" : value.kind();
  }

  HttpServerResponse response() {
    return request.response();
  }

  void putHeader(CharSequence name, CharSequence value) {
    response().putHeader(name, value);
  }

  /** Reads a text from the body, or else from the query; null if it is missing. */
  @Nullable String text(String name) {
    Json field = fields.get(name);
    if (field == null) {
      return query(name);
    }
    if (field instanceof Json.Text text) {
      return text.value();
    }
    throw ProblemException.malformed(name + ": expected a string, but it is " + field.kind());
  }

  void ok(Json value) {
    json(200, value);
  }

  void json(int status, Json value) {
    JsonBuffer text = new JsonBuffer(USUAL_BYTES);
    JsonCodec.encodeLine(value, text);
    respond(status, JSON, Buffer.buffer(text.toByteArray()));
  }

  void text(int status, String type, String text) {
    respond(status, type, Buffer.buffer(text));
  }

  void problem(HttpProblem problem) {
    if (problem.mayBeRetried()) {
      putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    String text = JsonCodec.format(problem.toJson()) + "\n";
    respond(problem.status(), HttpProblem.CONTENT_TYPE, Buffer.buffer(text));
  }

  /** Reports the status of a response that another class sends. */
  void done(int status) {
    onDone.accept(status);
  }

  private void respond(int status, CharSequence type, Buffer text) {
    HttpServerResponse response = response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    if (isHead) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(text.length()));
      response.end();
    } else {
      response.end(text);
    }
    done(status);
  }

  /**
   * Answers bytes that are not a request, and closes the connection: nothing after them can be a
   * request.
   */
  static void onInvalid(HttpServerRequest request) {
    HttpProblem problem = HttpProblem.ofInvalid(request.decoderResult().cause());
    new Exchange(request, null, Map.of(), unused -> {}).problem(problem);
    Connections.closeAfter(request);
  }
}
