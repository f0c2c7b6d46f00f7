package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.PeerNetwork;
import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The routes about the node itself: its state, its peers and its metrics.
 *
 * <p>Thread rule: the event loop.
 */
final class NodeRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final List<String> GAUGES =
      List.of("counters", "keys", "replicas", "watchers", "held");

  private final NodeFacts facts;
  private final NodePort node;
  private final PeerNetwork peers;
  private final Metrics metrics;
  private final Leave leave;
  private final Map<String, Double> gauges = new LinkedHashMap<>();

  NodeRoutes(NodeFacts facts, Metrics metrics, Leave leave) {
    this.facts = facts;
    node = facts.node();
    peers = facts.peers();
    this.metrics = metrics;
    this.leave = leave;
    for (String name : GAUGES) {
      metrics.gauge(
          "tattle_node_" + name,
          "The node's own count of " + name + ".",
          () -> gauges.getOrDefault(name, 0.0));
    }
    strong("tattle_strong_available", "1 while strong counters can be changed, as known here.");
    strong("tattle_strong_leader", "1 while this node leads the group of strong counters.");
    strong("tattle_strong_term", "The group's term: each election begins another one.");
    strong("tattle_strong_commit", "The last entry of the log that is agreed on.");
  }

  private void strong(String name, String help) {
    metrics.gauge(name, help, () -> gauges.getOrDefault(name, 0.0));
  }

  List<Route> routes() {
    HttpMethod get = HttpMethod.GET;
    return List.of(
        Route.of(get, "/peers", Role.READ, this::peers),
        Route.of(get, "/healthz", Role.OPEN, exchange -> exchange.text(200, "text/plain", "ok\n")),
        Route.of(get, "/readyz", Role.OPEN, this::ready),
        Route.of(get, "/metrics", Role.READ, this::metrics),
        Route.of(get, "/openapi.json", Role.OPEN, NodeRoutes::openApi),
        Route.of(HttpMethod.POST, "/admin/leave", Role.ADMIN, this::leave),
        Route.of(HttpMethod.POST, "/admin/found", Role.ADMIN, this::found),
        Route.of(HttpMethod.POST, "/admin/remove", Role.ADMIN, this::remove));
  }

  /**
   * The routes that only tests of clusters on one machine use: see {@code maelstrom/counter
   * cluster}.
   */
  List<Route> adminRoutes() {
    return List.of(
        Route.of(HttpMethod.POST, "/admin/partition", Role.ADMIN, this::partition),
        Route.of(HttpMethod.POST, "/admin/heal", Role.ADMIN, this::heal));
  }

  private void peers(Exchange exchange) {
    List<Json> all = new ArrayList<>();
    peers.peers().forEach(peer -> all.add(peer.toJson()));
    exchange.ok(
        Json.object(
            "self", Json.of(node.self()), "size", Json.of(peers.size()), "peers", Json.array(all)));
  }

  private void ready(Exchange exchange) {
    String why = facts.readiness().problem();
    if (why.isEmpty()) {
      exchange.text(200, "text/plain", "ready\n");
    } else {
      exchange.problem(HttpProblem.unavailable(why));
    }
  }

  private void metrics(Exchange exchange) {
    node.ask(
        Body.of("status"),
        PATIENCE,
        answer -> {
          for (String name : GAUGES) {
            if (answer.fields().get(name) instanceof Json.Int count) {
              gauges.put(name, (double) count.value());
            }
          }
          facts.strong().ask(Body.of("status"), PATIENCE, strong -> metrics(exchange, strong));
        });
  }

  private void metrics(Exchange exchange, Body strong) {
    Map<String, Json> group =
        strong.fields().get("group") instanceof Json.Obj object ? object.fields() : Map.of();
    boolean isAvailable = Json.of("").equals(group.get("problem"));
    gauges.put("tattle_strong_available", isAvailable ? 1.0 : 0.0);
    gauges.put("tattle_strong_leader", Json.of("leader").equals(group.get("role")) ? 1.0 : 0.0);
    for (String name : List.of("term", "commit")) {
      if (group.get(name) instanceof Json.Int count) {
        gauges.put("tattle_strong_" + name, (double) count.value());
      }
    }
    exchange.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
  }

  private static void openApi(Exchange exchange) {
    exchange.text(200, "application/openapi+json", PageRoutes.resource("openapi.json"));
  }

  private void partition(Exchange exchange) {
    requireLocal(exchange);
    Json nodes = exchange.field("nodes");
    if (nodes == null) {
      peers.cut(unused -> true);
    } else {
      Set<NodeId> cut = ids(nodes);
      peers.cut(cut::contains);
    }
    peers(exchange);
  }

  private static Set<NodeId> ids(Json nodes) {
    Set<NodeId> ids = new HashSet<>();
    if (nodes instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Text text && !text.value().isEmpty()) {
          ids.add(new NodeId(text.value()));
        }
      }
      if (ids.size() == array.items().size()) {
        return ids;
      }
    }
    throw ProblemException.malformed(
        "nodes: expected an array of different node ids, as in {\"nodes\":[\"n2\"]}");
  }

  private void heal(Exchange exchange) {
    requireLocal(exchange);
    peers.cut(unused -> false);
    peers(exchange);
  }

  private void leave(Exchange exchange) {
    requireLocal(exchange);
    leave.leave(
        whyNot -> {
          if (whyNot.isEmpty()) {
            exchange.ok(Json.object("left", Json.of(node.self())));
          } else {
            exchange.problem(HttpProblem.unavailable(whyNot));
          }
        });
  }

  private void found(Exchange exchange) {
    control(exchange, Body.of("found"), Json.object("founded", Json.of(facts.node().self())));
  }

  private void remove(Exchange exchange) {
    String node = exchange.text("node");
    if (node == null || node.isEmpty()) {
      throw ProblemException.malformed(
          "node: expected an id, as in {\"node\":\"n3\"}, but there is none");
    }
    Json name = Json.of(node);
    control(exchange, Body.of("remove", "node", name), Json.object("removed", name));
  }

  /** Sends the node of strong counters a command that only its own machine may send. */
  private void control(Exchange exchange, Body question, Json done) {
    requireLocal(exchange);
    facts
        .strongOwn()
        .ask(
            question,
            CounterQuestions.PATIENCE,
            answer -> {
              if (answer.type().equals("error")) {
                exchange.problem(HttpProblem.ofError(answer));
              } else {
                exchange.ok(done);
              }
            });
  }

  /** Refuses a request from another machine. */
  static void requireLocal(Exchange exchange) {
    SocketAddress remote = exchange.remoteAddress();
    try {
      if (remote != null
          && remote.hostAddress() != null
          && InetAddress.getByName(remote.hostAddress()).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      // It is not an address of this machine.
    }
    throw new ProblemException(
        HttpProblem.of(403, "forbidden", "Not allowed", "expected a request from this machine"));
  }
}
