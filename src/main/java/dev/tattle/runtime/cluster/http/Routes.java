package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.registry.Registry;
import dev.tattle.runtime.cluster.security.Doorkeeper;
import dev.tattle.runtime.cluster.security.Sockets;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Puts together everything that a program offers over HTTP. */
public final class Routes {
  private Routes() {}

  /**
   * Creates the server of a node. It does not listen yet.
   *
   * @param isAdmin true if peers may be cut off, for tests
   */
  public static HttpFace face(
      Vertx vertx,
      Sockets sockets,
      Log log,
      HttpLimits limits,
      Doorkeeper doorkeeper,
      NodeFacts facts,
      CounterDesk desk,
      Metrics metrics,
      Leave leave,
      boolean isAdmin) {
    Connections connections = new Connections(limits.connections(), System::nanoTime);
    metrics.gauge("tattle_http_connections", "Open connections.", connections::open);
    metrics.gauge("tattle_http_watchers", "Open streams of values.", desk.watches()::open);
    StatusFeed feed = new StatusFeed(vertx, facts);
    metrics.gauge("tattle_http_viewers", "People who look at the page.", feed::open);
    NodeRoutes nodeRoutes = new NodeRoutes(facts, metrics, leave);
    List<Route> routes = counterRoutes(desk);
    routes.addAll(nodeRoutes.routes());
    routes.addAll(new BackupRoutes(facts.strong()).routes());
    routes.addAll(new PageRoutes(feed, desk.questions()).routes());
    if (isAdmin) {
      routes.addAll(nodeRoutes.adminRoutes());
    }
    return new HttpFace(
        sockets, log, limits, doorkeeper, routes, new RequestCounts(metrics), connections);
  }

  private static List<Route> counterRoutes(CounterDesk desk) {
    List<Route> routes = new ArrayList<>(new CounterRoutes(desk).routes());
    routes.addAll(new StrongRoutes(desk).routes());
    return routes;
  }

  /** Creates a server for counters alone, kept by any engine. It does not listen yet. */
  public static HttpFace counters(
      Sockets sockets, Log log, Doorkeeper doorkeeper, CounterDesk desk) {
    HttpLimits limits = HttpLimits.DEFAULT;
    Connections connections = new Connections(limits.connections(), System::nanoTime);
    RequestCounts counts = new RequestCounts(new Metrics());
    return new HttpFace(sockets, log, limits, doorkeeper, counterRoutes(desk), counts, connections);
  }

  /** Creates the server of a registry. It does not listen yet. */
  public static HttpFace discovery(
      Sockets sockets, Log log, Doorkeeper doorkeeper, Registry registry) {
    HttpLimits limits = HttpLimits.DEFAULT;
    Connections connections = new Connections(limits.connections(), System::nanoTime);
    List<Route> routes = new DiscoveryRoutes(registry, log).routes();
    return new HttpFace(
        sockets, log, limits, doorkeeper, routes, new RequestCounts(new Metrics()), connections);
  }
}
