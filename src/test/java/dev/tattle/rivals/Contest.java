package dev.tattle.rivals;

import dev.tattle.bench.process.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Runs three processes of a contender on this machine, and can kill, stop and start them.
 *
 * <p>Thread rule: one thread.
 */
final class Contest implements AutoCloseable {
  static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 50;
  private static final int OK = 200;

  private final Contender contender;
  private final Path directory;
  private final Map<String, Integer> clients = new LinkedHashMap<>();
  private final Map<String, Integer> peers = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Signals signals = new Signals("sh");
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Nothing runs yet.
   *
   * @param directory for what they keep, and their logs
   */
  Contest(Contender contender, Path directory) throws IOException {
    this.contender = contender;
    this.directory = directory;
    List<Integer> free = freePorts(2 * NODES.size());
    for (String node : NODES) {
      clients.put(node, free.get(2 * clients.size()));
      peers.put(node, free.get(2 * peers.size() + 1));
    }
  }

  static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  List<InetSocketAddress> addresses() {
    return clients.values().stream()
        .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .toList();
  }

  URI uri(String node, String path) {
    return URI.create("http://" + RivalOptions.HOST + ":" + clients.get(node) + path);
  }

  /** Starts one that does not run. */
  void start(String node) throws IOException {
    Path log = directory.resolve(node + ".log");
    processes.put(
        node,
        new ProcessBuilder(contender.command(node, clients, peers, directory))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  void kill(String node) throws InterruptedException {
    process(node).destroyForcibly().waitFor();
  }

  /** Stops it with SIGSTOP, or lets it go on. */
  void pause(String node, boolean isPaused) throws IOException, InterruptedException {
    signals.send(isPaused ? "STOP" : "CONT", LongStream.of(process(node).pid()));
  }

  private Process process(String node) {
    Process process = processes.get(node);
    if (process == null) {
      throw new IllegalStateException(node + " was never started");
    }
    return process;
  }

  /** Starts those that do not run, and waits until all serve. */
  void startAll() throws IOException, InterruptedException {
    for (String node : NODES) {
      Process process = processes.get(node);
      if (process == null || !process.isAlive()) {
        start(node);
      }
    }
    long beganNanos = System.nanoTime();
    for (String node : NODES) {
      while (!isReady(node)) {
        if (System.nanoTime() - beganNanos > PATIENCE.toNanos()) {
          throw new IOException(
              node + " is not ready: " + Files.readString(directory.resolve(node + ".log")));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private boolean isReady(String node) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri(node, "/counters/ready/next"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
  }
}
