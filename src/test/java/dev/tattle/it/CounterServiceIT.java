package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.local.LocalCluster;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.wire.JsonCodec;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the counter service as users do: as processes that the launcher starts. */
@Execution(ExecutionMode.CONCURRENT)
class CounterServiceIT {
  private static final Path COUNTER = Launchers.ROOT.resolve("maelstrom/counter");
  private static final Path SHELL = Path.of("/bin/sh");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int PEER_PORTS = 1_000;

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectory(directory.resolve("store"));
    port = freePorts();
  }

  @AfterEach
  void end() throws Exception {
    started.forEach(Process::destroyForcibly);
    LocalCluster cluster = LocalCluster.in(directory.resolve("store/counter-cluster"));
    cluster.kill(cluster.numbers());
  }

  @ParameterizedTest
  @CsvSource({"README.md, Start three counters", "src/docs/COUNTERS.md, The first minutes"})
  void theCommandsOfAPageDoWhatTheySay(String page, String section) throws Exception {
    List<String> commands =
        Pages.block(Launchers.ROOT.resolve(page), section)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    assertThat(commands.get(0)).contains("cluster start");
    for (String command : commands) {
      BenchRun run = BenchRun.of(directory, SHELL, Map.of(), "-c", here(command) + " </dev/null");
      // A watch does not end by itself; curl says so.
      int expected = command.contains("watch") ? 28 : 0;
      assertThat(run.status()).as(command + "\n" + run).isEqualTo(expected);
      assertThat(run.out()).as(command).containsPattern(shown(command));
      boolean isFirst = command.equals(commands.get(0));
      if (!isFirst && (command.contains("cluster start") || command.contains("heal"))) {
        awaitEverywhere("default", 2, 2);
      }
    }
    assertThat(value(0, "default")).isEmpty();
  }

  /** The same command with free ports and the launcher under test. */
  private String here(String command) {
    String addresses = "--addr localhost:" + port;
    return command
        .replaceFirst("maelstrom/counter", "'" + COUNTER + "'")
        .replaceFirst("cluster start", started(command))
        .replace(
            "--node-id 1,2,3",
            addresses + ",localhost:%d,localhost:%d".formatted(port + 1, port + 2))
        .replace("--node-id 1", addresses)
        .replace("--node-id 2", "--addr localhost:" + (port + 1))
        .replace("--node-id 3", "--addr localhost:" + (port + 2))
        .replace("curl -N", "curl -N --max-time 3")
        .replace("localhost:8001", "localhost:" + port)
        .replace("localhost:8002", "localhost:" + (port + 1))
        .replace("localhost:8003", "localhost:" + (port + 2));
  }

  private String started(String command) {
    return command.contains("prints") ? "cluster start --port " + port : "cluster start";
  }

  /** What a command prints. */
  private String shown(String command) {
    if (command.contains("cluster start")) {
      return "http://localhost:%d\nhttp://localhost:%d\n".formatted(port, port + 1);
    }
    if (command.contains("cluster status")) {
      return "(?m)^1 .* n2,n3 .*\n2 .* n1 .*\n3 .* n1 ";
    }
    if (command.contains("watch")) {
      return "data: \\{\"counter\":\"visits\",\"value\":";
    }
    if (command.contains("curl")) {
      return "^\\{\"counter\":\"(default|visits)\",\"value\":\\d";
    }
    return command.contains("client") ? "^\\d+\n$" : "^$";
  }

  @Test
  void whatWasAcknowledgedIsCountedOnceEverywhereAfterAKillAndAPartition() throws Exception {
    cluster("start", "--port", "" + port);
    int acknowledged = incrementEverywhere(10);
    CompletableFuture<Void> kill = CompletableFuture.runAsync(() -> cluster("kill", "2"));
    while (increment(1)) {
      acknowledged++;
    }
    kill.join();
    assertThat(increment(0)).isTrue();
    acknowledged++;
    cluster("start");
    cluster("partition", "1");
    long alone = value(0, "hits").orElseThrow();
    acknowledged += incrementEverywhere(10);
    assertThat(value(0, "hits").orElseThrow()).as("its own, and no other's").isEqualTo(alone + 10);
    cluster("heal");
    // The last one may or may not count.
    awaitEverywhere("hits", acknowledged, acknowledged + 1L);
    cluster("stop");
    cluster("start"); // The cluster has its old ports.
    awaitEverywhere("hits", acknowledged, acknowledged + 1L);
  }

  @Test
  void nodesFindEachOtherThroughADiscoveryServer() throws Exception {
    String url = "http://localhost:" + (port + 3);
    start("discovery", "--addr", "localhost:" + (port + 3));
    for (int node = 0; node < 3; node++) {
      String address = "localhost:" + (port + node);
      start("serve", "--addr", address, "--discovery", url, "--data-dir", "data");
    }
    for (int node = 0; node < 3; node++) {
      awaitReady(node);
      assertThat(increment(node)).isTrue();
    }
    awaitEverywhere("hits", 3, 3);
  }

  @Test
  void aNodeThatIsToldToEndDoesAndItsLogIsForPrograms() throws Exception {
    Path log = directory.resolve("node.log");
    String address = "localhost:" + port;
    Process node =
        new ProcessBuilder(
                COUNTER.toString(),
                "serve",
                "--addr",
                address,
                "--log-format",
                "json",
                "--data-dir",
                "d")
            .directory(directory.toFile())
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(node);
    awaitReady(0);
    assertThat(increment(0)).isTrue();
    URI page = URI.create("http://" + address + "/status/watch");
    HttpResponse<InputStream> looking =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(looking.body().read()).as("somebody looks").isEqualTo('e');
    node.destroy();
    assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(143);
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Map<String, Json> fields = ((Json.Obj) JsonCodec.parse(line)).fields();
      assertThat(fields).containsKeys("time", "level", "node", "event", "text");
      events.add(((Json.Text) fields.get("event")).value());
    }
    assertThat(events).containsSubsequence("started", "ready", "stopping", "stopped");
  }

  @Test
  void nodesThatKnowOneAddressFindAllAndSeeWhoIsKilledAndBackElsewhere() throws Exception {
    for (int node = 0; node < 3; node++) {
      join("m" + node, port + node);
    }
    awaitReady(1);
    assertThat(increment(1)).isTrue();
    awaitEverywhere("hits", 1, 1);
    awaitPeer(2, "m1", "alive", port + 1);
    started.get(2).destroyForcibly();
    awaitPeer(0, "m2", "dead", port + 2);
    awaitPeer(1, "m2", "dead", port + 2);
    join("m2", port + 3);
    awaitPeer(0, "m2", "alive", port + 3);
    awaitPeer(1, "m2", "alive", port + 3);
    awaitPeer(3, "m1", "alive", port + 1);
  }

  private void join(String id, int at) throws IOException {
    String contact = "localhost:" + (port + PEER_PORTS);
    start(
        "serve",
        "--addr",
        "localhost:" + at,
        "--node-id",
        id,
        "--join",
        contact,
        "--data-dir",
        "none");
  }

  private void awaitPeer(int node, String id, String state, int at) throws Exception {
    String expected =
        "\"id\":\"%s\",\"address\":\"localhost:%d\",\"state\":\"%s\""
            .formatted(id, at + PEER_PORTS, state);
    await(
        "node " + node + " sees " + expected,
        () -> get(node, "/peers").filter(seen -> seen.body().contains(expected)).isPresent());
  }

  private void start(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(COUNTER.toString()));
    command.addAll(List.of(words));
    File log = Files.createTempFile(directory, words[0], ".log").toFile();
    started.add(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(log)
            .redirectErrorStream(true)
            .start());
  }

  private void cluster(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "cluster";
    System.arraycopy(words, 0, command, 1, words.length);
    try {
      BenchRun run = BenchRun.of(directory, COUNTER, Map.of(), command);
      assertThat(run.status()).as(run.toString()).isZero();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private int incrementEverywhere(int times) throws Exception {
    for (int i = 0; i < times * 3; i++) {
      assertThat(increment(i % 3)).isTrue();
    }
    return times * 3;
  }

  /** True if the node has acknowledged it. */
  private boolean increment(int node) throws Exception {
    Call call = Call.post("/counters/hits/increment", Json.object());
    Optional<ServiceAnswer> answer = ServiceClient.ask(address(node), call, TIMEOUT);
    answer.ifPresent(given -> assertThat(given.isOk()).as(given.body()).isTrue());
    return answer.isPresent();
  }

  private HostPort address(int node) {
    return new HostPort("localhost", port + node);
  }

  private Optional<Long> value(int node, String counter) throws Exception {
    return get(node, "/counters/" + counter)
        .filter(ServiceAnswer::isOk)
        .map(answer -> ((Json.Int) answer.fields().get("value")).value());
  }

  private void awaitReady(int node) throws Exception {
    await("node is ready", () -> get(node, "/readyz").filter(ServiceAnswer::isOk).isPresent());
  }

  private Optional<ServiceAnswer> get(int node, String path) throws Exception {
    return ServiceClient.ask(address(node), Call.get(path), TIMEOUT);
  }

  private static void await(String what, Callable<Boolean> isSo) throws Exception {
    Instant deadline = Instant.now().plus(Launchers.PATIENCE);
    while (!isSo.call()) {
      assertThat(Instant.now()).as(what + " in time").isBefore(deadline);
      Thread.sleep(100);
    }
  }

  /** Waits until all nodes show the same value, which must then be between these. */
  private void awaitEverywhere(String counter, long least, long most) throws Exception {
    Instant deadline = Instant.now().plus(Launchers.PATIENCE);
    while (true) {
      List<Long> values = new ArrayList<>();
      for (int node = 0; node < 3; node++) {
        values.add(value(node, counter).orElse(-1L));
      }
      if (values.stream().distinct().count() == 1 && values.get(0) >= least) {
        assertThat(values.get(0)).isLessThanOrEqualTo(most);
        return;
      }
      assertThat(Instant.now()).as("nodes agree in time: %s", values).isBefore(deadline);
      Thread.sleep(100);
    }
  }

  /** Of four ports in a row that nobody listens on, nor on those of the peers, the first. */
  static int freePorts() throws IOException {
    for (int tries = 0; tries < 100; tries++) {
      int first = ThreadLocalRandom.current().nextInt(12_000, 30_000);
      boolean isFree = true;
      for (int i = 0; i < 4; i++) {
        isFree &= isFree(first + i) && isFree(first + PEER_PORTS + i);
      }
      if (isFree) {
        return first;
      }
    }
    throw new IOException("no ports are free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
