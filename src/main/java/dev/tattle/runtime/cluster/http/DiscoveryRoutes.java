package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Json;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.registry.Registry;
import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes of a discovery server.
 *
 * <p>Thread rule: the event loop.
 */
final class DiscoveryRoutes {
  private static final int MAX_NAME_CHARS = 256;
  private static final String CLUSTER = "cluster";
  private static final String LEASE = "lease";
  private static final String ADDRESS = "address";

  private final Registry registry;
  private final Log log;

  DiscoveryRoutes(Registry registry, Log log) {
    this.registry = registry;
    this.log = log;
  }

  List<Route> routes() {
    HttpMethod get = HttpMethod.GET;
    HttpMethod post = HttpMethod.POST;
    return List.of(
        Route.of(post, "/register", Role.WRITE, this::register),
        Route.of(post, "/heartbeat", Role.WRITE, this::heartbeat),
        Route.of(post, "/leave", Role.WRITE, this::leave),
        Route.of(get, "/nodes", Role.READ, this::list),
        Route.of(get, "/healthz", Role.OPEN, exchange -> exchange.text(200, "text/plain", "ok\n")));
  }

  private void register(Exchange exchange) {
    String cluster = text(exchange, CLUSTER);
    String id = text(exchange, "id");
    HostPort address = address(text(exchange, ADDRESS));
    Optional<String> lease = registry.register(cluster, id, address, now());
    if (lease.isEmpty()) {
      throw new ProblemException(
          HttpProblem.unavailable("the server lists " + Registry.MAX_NODES + " nodes already"));
    }
    log.event(
        Log.Level.INFO,
        "node-registered",
        id + " of cluster '" + cluster + "' has registered at " + address,
        "peer",
        id,
        "cluster",
        cluster,
        "address",
        address);
    exchange.ok(answer(cluster, Map.of(LEASE, Json.of(lease.get()))));
  }

  private void heartbeat(Exchange exchange) {
    String cluster =
        registry
            .heartbeat(text(exchange, LEASE), now())
            .orElseThrow(
                () ->
                    new ProblemException(
                        HttpProblem.of(
                            404,
                            "no-such-lease",
                            "There is no such lease",
                            "lease: it has expired, or the server was restarted; register again")))
            .cluster();
    exchange.ok(answer(cluster, Map.of()));
  }

  private void leave(Exchange exchange) {
    registry
        .leave(text(exchange, LEASE))
        .ifPresent(
            node ->
                log.event(
                    Log.Level.INFO,
                    "node-left",
                    node.id() + " of cluster '" + node.cluster() + "' has left",
                    "peer",
                    node.id(),
                    "cluster",
                    node.cluster()));
    exchange.ok(Json.object());
  }

  private void list(Exchange exchange) {
    String cluster = exchange.query(CLUSTER);
    if (cluster == null) {
      throw ProblemException.malformed("cluster: expected a name, as in /nodes?cluster=tattle");
    }
    exchange.ok(answer(cluster, Map.of()));
  }

  private Json answer(String cluster, Map<String, Json> more) {
    long nowNanos = now();
    List<Json> nodes = new ArrayList<>();
    registry.list(cluster, nowNanos).forEach(node -> nodes.add(node.toJson(nowNanos)));
    Map<String, Json> fields = new LinkedHashMap<>(more);
    fields.put("expiry_millis", Json.of(registry.expiry().toMillis()));
    fields.put("nodes", Json.array(nodes));
    return new Json.Obj(fields);
  }

  private static String text(Exchange exchange, String name) {
    if (exchange.field(name) instanceof Json.Text text
        && !text.value().isEmpty()
        && text.value().length() <= MAX_NAME_CHARS) {
      return text.value();
    }
    throw ProblemException.malformed(
        name + ": expected a string of 1 to " + MAX_NAME_CHARS + " characters");
  }

  private static HostPort address(String text) {
    try {
      HostPort address = HostPort.parse(text);
      if (address.port() > 0) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw ProblemException.malformed(ADDRESS + ": " + e.getMessage());
    }
    throw ProblemException.malformed(ADDRESS + ": expected a port of at least 1");
  }

  private static long now() {
    return System.nanoTime();
  }
}
