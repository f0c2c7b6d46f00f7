package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.security.Doorkeeper;
import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Refuses requests without a token, or with a token whose role is too small (RFC 6750). */
public final class Guard {
  private Guard() {}

  /** The problem if a request is refused; else null. Adds the response headers for it. */
  static @Nullable HttpProblem problem(
      Doorkeeper doorkeeper, HttpServerRequest request, Role needed) {
    HttpProblem problem = refusal(doorkeeper, request, needed);
    if (problem != null) {
      boolean isKnown = problem.status() != HttpProblem.UNAUTHORIZED;
      String scope = "Bearer error=\"insufficient_scope\", scope=\"" + needed.word() + '"';
      request.response().putHeader("WWW-Authenticate", isKnown ? scope : "Bearer");
    }
    return problem;
  }

  /** The problem if a request is refused; else null. */
  public static @Nullable HttpProblem refusal(
      Doorkeeper doorkeeper, HttpServerRequest request, Role needed) {
    if (needed == Role.OPEN || doorkeeper.letsAllIn()) {
      return null;
    }
    Role role = doorkeeper.role(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (role.covers(needed)) {
      return null;
    }
    return role == Role.OPEN
        ? HttpProblem.of(
            HttpProblem.UNAUTHORIZED,
            "no-token",
            "Token required",
            "expected the header Authorization: Bearer with a token of the role " + needed.word())
        : HttpProblem.of(
            403,
            "role-too-small",
            "The token does not allow this",
            "expected a token of the role %s, but this one is of %s"
                .formatted(needed.word(), role.word()));
  }
}
