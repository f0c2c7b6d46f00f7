package dev.tattle.runtime.cluster.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from asking through their readers' browsers. Browsers say whose page
 * asks; programs that are none say nothing, and are let through.
 */
final class Browsers {
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private Browsers() {}

  /** What to say to a page of another site; null where none asks. */
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
   * Any name can be made to point here, so a page could be "of this server" under a name of its
   * own. A server that only its machine can reach knows its names.
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
