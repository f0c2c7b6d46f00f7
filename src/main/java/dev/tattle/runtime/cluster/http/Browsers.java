package dev.tattle.runtime.cluster.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that pages of other sites send through a visitor's browser. Browsers say which
 * site's page sends the request. Other programs say nothing and are allowed.
 */
final class Browsers {
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private Browsers() {}

  /** The problem if a page of another site sends the request; else null. */
  static @Nullable HttpProblem otherSite(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !OWN.contains(site)) {
      return problem("expected a page of this server, but the browser says " + site);
    }
    String origin = request.getHeader("Origin");
    HostAndPort authority = request.authority();
    if (origin != null && (authority == null || !isOf(origin, authority.toString()))) {
      return problem("expected a page of this server, but the browser says " + origin);
    }
    return null;
  }

  private static boolean isOf(String origin, String authority) {
    return origin.equalsIgnoreCase("http://" + authority)
        || origin.equalsIgnoreCase("https://" + authority);
  }

  /**
   * The problem if the request uses a strange host name; else null. An attacker can point a name of
   * his own at this server, so that his page seems to belong to it (DNS rebinding). A server that
   * only its own machine can reach knows its names.
   */
  static @Nullable HttpProblem strangeName(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    boolean isLocal =
        host.equals("localhost")
            || host.endsWith(".localhost")
            || host.startsWith("127.")
            || host.equals("[::1]")
            || host.equals("::1");
    return isLocal
        ? null
        : problem("expected the host localhost or 127.0.0.1, but it is '" + host + "'");
  }

  private static HttpProblem problem(String detail) {
    return HttpProblem.of(403, "forbidden", "Not allowed", detail);
  }
}
