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
 * Says why a request was not done (RFC 9457). The field {@code outcome} is {@code not-done} if the
 * request never took effect and never will, and {@code unknown} if nobody knows.
 *
 * @param status the HTTP status
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

  /** Creates the problem of a malformed request, or of one that exceeds a limit. */
  static HttpProblem of(int status, String type, String title, String detail) {
    return new HttpProblem(status, type, title, detail, true);
  }

  /** Creates the problem of a malformed request. The detail says what was expected. */
  public static HttpProblem malformed(String detail) {
    return of(400, "malformed-request", "The request is malformed", detail);
  }

  static HttpProblem unavailable(String detail) {
    return of(UNAVAILABLE, "temporarily-unavailable", "Temporarily unavailable", detail);
  }

  static HttpProblem tooManyWatchers(int most) {
    String detail = "there are " + most + " watchers already; try again later";
    return of(UNAVAILABLE, "too-many-watchers", "Too many watchers", detail);
  }

  /** Creates the problem of bytes that are not a request. */
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
    return of(408, "too-slow", "The request was too slow", detail);
  }

  /** Creates the problem of a request that exceeds a limit. */
  public static HttpProblem tooLarge(String detail) {
    return of(413, "too-large", "The request is too large", detail);
  }

  /** Converts an error of the node for HTTP clients. */
  public static HttpProblem ofError(Body error) {
    String detail = error.has("text") ? error.text("text") : "the node gave no reason";
    Optional<RpcError> known = RpcError.ofCode(error.has("code") ? error.integer("code") : -1);
    if (known.isEmpty()) {
      return new HttpProblem(500, "internal-error", "The node failed", detail, false);
    }
    return switch (known.get()) {
      case TIMEOUT -> new HttpProblem(504, "timeout", "No answer in time", detail, false);
      case NOT_SUPPORTED -> of(501, "not-supported", "The node does not support this", detail);
      case TEMPORARILY_UNAVAILABLE -> unavailable(detail);
      case MALFORMED_REQUEST -> malformed(detail);
      case KEY_DOES_NOT_EXIST -> of(404, "no-such-counter", "There is no such counter", detail);
      case PRECONDITION_FAILED, KEY_ALREADY_EXISTS, ABORT, TXN_CONFLICT, NODE_NOT_FOUND ->
          of(409, "conflict", "Conflict with the present state", detail);
      case CRASH ->
          new HttpProblem(500, "outcome-unknown", "The outcome is unknown", detail, false);
    };
  }

  /** Tells whether the same request may succeed soon. */
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
