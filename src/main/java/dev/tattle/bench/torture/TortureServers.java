package dev.tattle.bench.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All nodes of a torture run, the proxy between them, and a client of them. */
final class TortureServers implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final Reactor reactor;
  private final Map<String, ServerProcess> servers = new LinkedHashMap<>();
  private final LinkProxy proxy;
  private final CounterApi api;

  /**
   * Makes nodes that are not started.
   *
   * @param directory for their data and their logs
   */
  TortureServers(Reactor reactor, TortureOptions options, Path directory) throws IOException {
    this.reactor = reactor;
    List<Integer> free = freePorts(2 * options.nodes());
    Map<String, Integer> clients = new LinkedHashMap<>();
    Map<String, Integer> gossip = new LinkedHashMap<>();
    for (String node : options.names()) {
      gossip.put(node, free.get(2 * clients.size()));
      clients.put(node, free.get(2 * clients.size() + 1));
    }
    proxy = new LinkProxy(reactor, gossip);
    api = new CounterApi(reactor, clients);
    Path logs = Files.createDirectories(directory.resolve("node-logs"));
    Path data = Files.createDirectories(directory.resolve("data"));
    for (String node : options.names()) {
      List<String> command =
          command(options, node, local(clients, node), local(gossip, node), data);
      servers.put(node, new ServerProcess(command, logs.resolve(node + ".log")));
    }
  }

  private List<String> command(
      TortureOptions options, String node, String clients, String gossip, Path data) {
    List<String> others = new ArrayList<>(options.names());
    others.remove(node);
    List<String> command =
        new ArrayList<>(
            List.of(
                options.launcher().toString(),
                "serve",
                "--node-id=" + node,
                "--addr=" + clients,
                "--peer-addr=" + gossip,
                "--advertise=" + proxy.address(node),
                "--cluster-size=" + options.nodes(),
                "--data-dir=" + data,
                "--fsync=" + options.fsync()));
    if (!others.isEmpty()) {
      command.add("--join=" + String.join(",", others.stream().map(proxy::address).toList()));
    }
    return command;
  }

  private static String local(Map<String, Integer> ports, String node) {
    return LinkProxy.HOST + ":" + ports.getOrDefault(node, 0);
  }

  /** Finds ports that are free now; most likely nobody else takes them meanwhile. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ports.add(socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
    return ports;
  }

  CounterApi api() {
    return api;
  }

  LinkProxy proxy() {
    return proxy;
  }

  ServerProcess server(String node) {
    ServerProcess server = servers.get(node);
    if (server == null) {
      throw new IllegalArgumentException("there is no " + node);
    }
    return server;
  }

  /** Heals all links, resumes and starts all nodes, and waits until all serve. */
  void healAll() throws IOException, InterruptedException {
    proxy.healAll();
    for (ServerProcess server : servers.values()) {
      server.resume();
    }
    awaitReady();
  }

  /** Kills all nodes at once, and starts them again. */
  void killAll() throws IOException, InterruptedException {
    for (ServerProcess server : servers.values()) {
      server.kill();
    }
    awaitReady();
  }

  private void awaitReady() throws IOException, InterruptedException {
    Set<String> ready = new LinkedHashSet<>();
    Map<String, IOException> failures = new HashMap<>();
    servers.keySet().forEach(node -> askUntilReady(node, ready, failures));
    boolean areReady =
        reactor.runUntil(
            () -> ready.size() == servers.size() || !failures.isEmpty(), START_PATIENCE);
    for (IOException failure : failures.values()) {
      throw failure;
    }
    if (!areReady) {
      throw new IOException(
          "of %d nodes only %s served within %d s; see their logs"
              .formatted(servers.size(), ready, START_PATIENCE.toSeconds()));
    }
  }

  private void askUntilReady(String node, Set<String> ready, Map<String, IOException> failures) {
    try {
      // A node that was asked to end may still be running.
      server(node).start();
    } catch (IOException e) {
      failures.put(node, e);
      return;
    }
    api.isReady(
        node,
        isReady -> {
          if (isReady) {
            ready.add(node);
          } else {
            reactor.after(ASK_AGAIN, () -> askUntilReady(node, ready, failures));
          }
        });
  }

  @Override
  public void close() {
    servers.values().forEach(ServerProcess::close);
  }
}
