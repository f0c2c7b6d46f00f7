package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked.
 *
 * @param segments of its path; one in braces is any text
 * @param role that a token must have where there are tokens
 * @param hasEffect true where it changes something: pages of other sites may not ask
 * @param takesBody true where a JSON object may come with it
 */
record Route(
    HttpMethod method,
    List<String> segments,
    Role role,
    boolean hasEffect,
    boolean takesBody,
    Handler handler) {
  /** Does what is asked; throws {@link ProblemException} where it can't. */
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

  /** The same, which changes something though its method says otherwise. */
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

  /** What stands in the place in braces, as it was sent; null where there is none. */
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
