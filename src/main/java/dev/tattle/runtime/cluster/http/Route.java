package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One route: a method and a path, with the handler of its requests.
 *
 * @param segments the segments of its path; a segment in braces stands for any text
 * @param role the role that a token must have, if there are tokens
 * @param hasEffect true if it changes something; pages of other sites may then not use it
 * @param takesBody true if the body may be a JSON object
 */
record Route(
    HttpMethod method,
    List<String> segments,
    Role role,
    boolean hasEffect,
    boolean takesBody,
    Handler handler) {
  /** Handles a request; throws {@link ProblemException} if it can't be done. */
  @FunctionalInterface
  interface Handler {
    void handle(Exchange exchange);
  }

  static Route of(HttpMethod method, String path, Role role, Handler handler) {
    boolean takesBody = method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT);
    boolean changes = takesBody || method.equals(HttpMethod.DELETE);
    List<String> segments = List.of(path.substring(1).split("/", -1));
    return new Route(method, segments, role, changes, takesBody, handler);
  }

  /** Copies this route for a request that changes something although its method says otherwise. */
  Route withEffect() {
    return new Route(method, segments, role, true, takesBody, handler);
  }

  String path() {
    return "/" + String.join("/", segments);
  }

  boolean matches(List<String> asked) {
    if (asked.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!isVariable(i) && !segments.get(i).equals(asked.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The part of the path that stands for the braces, still encoded; null if the route has no
   * braces.
   */
  @Nullable String variable(List<String> asked) {
    for (int i = 0; i < segments.size(); i++) {
      if (isVariable(i)) {
        return asked.get(i);
      }
    }
    return null;
  }

  private boolean isVariable(int i) {
    return segments.get(i).startsWith("{");
  }
}
