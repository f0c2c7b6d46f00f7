package dev.tattle.bench.torture;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Connects all nodes: each reaches the others only at ports of this proxy. */
final class LinkProxy {
  static final String HOST = "127.0.0.1";
  private static final Duration TURN = Duration.ofMillis(10);

  /** A few nodes need few connections; further ones are closed. */
  private static final int MAX_CONNECTIONS = 1_000;

  private final Reactor reactor;
  private final Map<String, Integer> realPorts;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<Link, LinkState> states = new LinkedHashMap<>();
  private final Set<ProxiedConnection> connections = new LinkedHashSet<>();

  /**
   * Listens for all nodes.
   *
   * @param realPorts where each node listens for the others
   */
  LinkProxy(Reactor reactor, Map<String, Integer> realPorts) throws IOException {
    this.reactor = reactor;
    this.realPorts = realPorts;
    for (String node : realPorts.keySet()) {
      ServerSocketChannel server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ports.put(node, ((InetSocketAddress) server.getLocalAddress()).getPort());
      reactor.register(server, SelectionKey.OP_ACCEPT, unused -> accept(server, node));
    }
    reactor.after(TURN, this::turn);
  }

  /** The address at which others reach this node. */
  String address(String node) {
    return HOST + ":" + ports.getOrDefault(node, 0);
  }

  int realPort(String node) {
    return realPorts.getOrDefault(node, 0);
  }

  LinkState state(Link link) {
    return states.getOrDefault(link, LinkState.OPEN);
  }

  void set(Link link, LinkState state) {
    states.put(link, state);
    workOnAll();
  }

  void healAll() {
    states.clear();
    workOnAll();
  }

  long nowNanos() {
    return reactor.nowNanos();
  }

  void closed(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private void accept(ServerSocketChannel server, String node) throws IOException {
    SocketChannel dialled = server.accept();
    if (dialled == null) {
      return;
    }
    if (connections.size() >= MAX_CONNECTIONS) {
      close(dialled);
      return;
    }
    connections.add(new ProxiedConnection(this, reactor, dialled, node));
  }

  /** Handles delayed frames that are due, and changes of links. */
  private void turn() {
    workOnAll();
    reactor.after(TURN, this::turn);
  }

  private void workOnAll() {
    List.copyOf(connections).forEach(ProxiedConnection::work);
  }

  static void close(Closeable channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The connection is useless in any case.
    }
  }
}
