package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.PeerNetwork;
import dev.tattle.runtime.cluster.registry.Registry;
import dev.tattle.runtime.cluster.security.Sockets;
import java.util.ArrayList;
import java.util.List;

/** Puts the face together: all that can be asked of a node over HTTP. */
public final class Routes {
  private Routes() {}

  /**
   * A server that does not listen yet.
   *
   * @param isAdmin true where peers may be cut off, for tests
   */
  public static HttpFace face(
      Sockets sockets,
      Log log,
      HttpLimits limits,
      NodePort node,
      Watches watches,
      PeerNetwork peers,
      Metrics metrics,
      Readiness readiness,
      Leave leave,
      boolean isAdmin) {
    Connections connections = new Connections(limits.connections());
    metrics.gauge("tattle_http_connections", "Open connections.", connections::open);
    metrics.gauge("tattle_http_watchers", "Open streams of values.", watches::open);
    NodeRoutes nodeRoutes = new NodeRoutes(node, peers, metrics, readiness, leave);
    List<Route> routes =
        new ArrayList<>(new CounterRoutes(node, new CounterQuestions(limits), watches).routes());
    routes.addAll(nodeRoutes.routes());
    if (isAdmin) {
      routes.addAll(nodeRoutes.adminRoutes());
    }
    return new HttpFace(sockets, log, limits, routes, new RequestCounts(metrics), connections);
  }

  /** The server of a registry; it does not listen yet. */
  public static HttpFace discovery(Sockets sockets, Log log, Registry registry) {
    HttpLimits limits = HttpLimits.DEFAULT;
    Connections connections = new Connections(limits.connections());
    List<Route> routes = new DiscoveryRoutes(registry).routes();
    return new HttpFace(
        sockets, log, limits, routes, new RequestCounts(new Metrics()), connections);
  }
}
