package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a request was not done, as RFC 9457 has it. {@code outcome} is {@code not-done} where it
 * never happened and never will, {@code unknown} where nobody knows.
 *
 * @param status of HTTP
 * @param type the last part of its URN, which programs may rely on
 * @param title the same for all problems of this type
 * @param detail what was expected, and what is wrong
 */
public record HttpProblem(
    int status, String type, String title, String detail, boolean isDefinite) {
  static final String CONTENT_TYPE = "application/problem+json";
  private static final String URN = "urn:tattle:problem:";
  public static final int UNAUTHORIZED = 401;

  private static final int UNAVAILABLE = 503;

  /** A request that could not be understood, or exceeds a limit. */
  static HttpProblem of(int status, String type, String title, String detail) {
    return new HttpProblem(status, type, title, detail, true);
  }

  /** A request that could not be understood; says what was expected. */
  public static HttpProblem malformed(String detail) {
    return of(400, "malformed-request", "The request is malformed", detail);
  }

  static HttpProblem unavailable(String detail) {
    return of(UNAVAILABLE, "temporarily-unavailable", "Not possible just now", detail);
  }

  static HttpProblem tooManyWatchers(int most) {
    String detail = "expected at most " + most + " watchers; try again later";
    return of(UNAVAILABLE, "too-many-watchers", "Too many watchers", detail);
  }

  /** What was read is no request. */
  static HttpProblem ofInvalid(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return tooLong(414, "path: expected at most " + HttpLimits.LINE_CHARS + " characters");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return tooLong(431, "headers: expected at most " + HttpLimits.HEADER_BYTES + " bytes");
    }
    return malformed("expected a request of HTTP/1.1: " + cause.getMessage());
  }

  private static HttpProblem tooLong(int status, String detail) {
    return of(status, "too-long", "The head of the request is too long", detail);
  }

  static HttpProblem tooSlow(int seconds) {
    String detail = "body: expected all of it within " + seconds + " s";
    return of(408, "too-slow", "The request came too slowly", detail);
  }

  /** A request that exceeds a limit. */
  public static HttpProblem tooLarge(String detail) {
    return of(413, "too-large", "The request is too large", detail);
  }

  /** What the node's error is to a client of HTTP. */
  public static HttpProblem ofError(Body error) {
    String detail = error.has("text") ? error.text("text") : "the node gave no reason";
    Optional<RpcError> known = RpcError.ofCode(error.has("code") ? error.integer("code") : -1);
    if (known.isEmpty()) {
      return new HttpProblem(500, "internal-error", "The node failed", detail, false);
    }
    return switch (known.get()) {
      case TIMEOUT -> new HttpProblem(504, "timeout", "No answer in time", detail, false);
      case NOT_SUPPORTED -> of(501, "not-supported", "The node does not do this", detail);
      case TEMPORARILY_UNAVAILABLE -> unavailable(detail);
      case MALFORMED_REQUEST -> malformed(detail);
      case KEY_DOES_NOT_EXIST -> of(404, "no-such-counter", "There is no such counter", detail);
      case PRECONDITION_FAILED, KEY_ALREADY_EXISTS, ABORT, TXN_CONFLICT, NODE_NOT_FOUND ->
          of(409, "conflict", "It conflicts with what is there", detail);
      case CRASH ->
          new HttpProblem(500, "outcome-unknown", "Unknown whether it was done", detail, false);
    };
  }

  /** True where the same request may succeed in a moment. */
  boolean mayBeRetried() {
    return status == UNAVAILABLE;
  }

  Json toJson() {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("type", Json.of(URN + type));
    fields.put("title", Json.of(title));
    fields.put("status", Json.of(status));
    fields.put("detail", Json.of(detail));
    fields.put("outcome", Json.of(isDefinite ? "not-done" : "unknown"));
    return new Json.Obj(fields);
  }
}
