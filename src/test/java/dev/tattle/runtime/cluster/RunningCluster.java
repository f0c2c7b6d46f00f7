package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Nodes in this process, and a client. */
final class RunningCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A tenth of the usual times. */
  private static final MembershipSettings QUICK =
      new MembershipSettings(
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          3,
          Duration.ofMillis(20),
          3,
          4,
          4,
          6,
          3,
          8,
          Duration.ofMillis(500),
          Duration.ofHours(1));

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final HttpClient http;
  private final List<ClusterRuntime> nodes = new ArrayList<>();
  private final List<HostPort> gossip = new ArrayList<>();
  private final List<Hosted> hosted;
  private final SecurityOptions security;
  private boolean makesStrong;

  /** Starts this many nodes that know each other's addresses. */
  RunningCluster(int count, NodeFactory factory, @Nullable Path data) throws Exception {
    this(count, factory, data, HttpLimits.DEFAULT);
  }

  RunningCluster(int count, NodeFactory factory, @Nullable Path data, HttpLimits limits)
      throws Exception {
    this(counters(factory));
    for (int i = 0; i < count; i++) {
      gossip.add(new HostPort("localhost", freePort()));
    }
    for (int i = 0; i < count; i++) {
      start(i, limits, data, new LinkedHashSet<>(gossip), Set.of(), List.of());
    }
  }

  /** Starts this many nodes that know only the discovery servers. */
  RunningCluster(int count, List<URI> discoveries) throws Exception {
    this();
    for (int i = 0; i < count; i++) {
      register(discoveries.toArray(URI[]::new));
    }
  }

  /** Starts one more node, which finds the others through these discovery servers. */
  void register(URI... discoveries) throws Exception {
    gossip.add(new HostPort("localhost", freePort()));
    start(gossip.size() - 1, HttpLimits.DEFAULT, null, Set.of(), Set.of(), List.of(discoveries));
  }

  /** Nobody yet. */
  RunningCluster() {
    this(counters(FakeCountersNode::new));
  }

  /** Creates an empty cluster, with the nodes that each process will host. */
  RunningCluster(Hosted... hosted) {
    this(List.of(hosted), SecurityOptions.NONE, plain().build());
  }

  /** Creates an empty cluster, with the options for all nodes and a client. */
  RunningCluster(NodeFactory factory, SecurityOptions security, HttpClient http) {
    this(List.of(counters(factory)), security, http);
  }

  private RunningCluster(List<Hosted> hosted, SecurityOptions security, HttpClient http) {
    this.hosted = hosted;
    this.security = security;
    this.http = http;
  }

  /** Makes new counters strong at nodes that start from now on. */
  void makeStrong() {
    makesStrong = true;
  }

  /** The node that keeps eventual counters. */
  static Hosted counters(NodeFactory factory) {
    return new Hosted("", factory, body -> body.type().equals("told"));
  }

  private static HttpClient.Builder plain() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
  }

  /** Starts one more node, which joins the others. */
  void join(HostPort... contacts) throws Exception {
    join(null, contacts);
  }

  /** Starts one more node that keeps its data and joins the others. */
  void join(@Nullable Path data, HostPort... contacts) throws Exception {
    gossip.add(new HostPort("localhost", freePort()));
    start(gossip.size() - 1, HttpLimits.DEFAULT, data, Set.of(), Set.of(contacts), List.of());
  }

  /** Stops a node without telling the others, and starts one with its name at another address. */
  void moved(int index, HostPort contact) throws Exception {
    gossip.set(index, new HostPort("localhost", freePort()));
    nodes.set(
        index, runtime(index, HttpLimits.DEFAULT, null, Set.of(), Set.of(contact), List.of()));
  }

  static RunningCluster of(int count) throws Exception {
    return new RunningCluster(count, FakeCountersNode::new, null);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void start(
      int index,
      HttpLimits limits,
      @Nullable Path data,
      Set<HostPort> peers,
      Set<HostPort> joins,
      List<URI> discoveries)
      throws Exception {
    nodes.add(runtime(index, limits, data, peers, joins, discoveries));
    await(() -> get(index, "/readyz").statusCode() == 200);
  }

  private ClusterRuntime runtime(
      int index,
      HttpLimits limits,
      @Nullable Path data,
      Set<HostPort> peers,
      Set<HostPort> joins,
      List<URI> discoveries)
      throws Exception {
    Log log = new Log(Log.Level.INFO, new PrintStream(logged, true, StandardCharsets.UTF_8));
    return ClusterRuntime.start(
        new ClusterOptions(
            new NodeId("n" + (index + 1)),
            "test",
            new HostPort("localhost", 0),
            gossip.get(index),
            null,
            peers,
            joins,
            discoveries,
            1,
            true,
            hosted,
            makesStrong,
            QUICK,
            limits,
            security,
            new RuntimeOptions(log, data)));
  }

  /** Waits until a condition is true. Fails after a long time. */
  static void await(BooleanSupplier isSo) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadlineNanos);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  ClusterRuntime node(int index) {
    return nodes.get(index);
  }

  HostPort gossip(int index) {
    return gossip.get(index);
  }

  String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  HttpResponse<String> get(int index, String path) {
    return send(HttpRequest.newBuilder(uri(index, path)));
  }

  HttpResponse<String> post(int index, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(index, path)).POST(HttpRequest.BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpClient http() {
    return http;
  }

  URI uri(int index, String path) {
    return URI.create(nodes.get(index).url() + path);
  }

  /** A field of a JSON object; JSON's null if there is none. */
  static Json field(HttpResponse<String> response, String name) {
    try {
      Json.Obj object = (Json.Obj) JsonCodec.parse(response.body());
      return object.fields().getOrDefault(name, Json.NULL);
    } catch (WireException e) {
      throw new IllegalArgumentException(response.body(), e);
    }
  }

  /** A number in the metrics; 0 where there is none of that name. */
  long metric(int index, String series) {
    return get(index, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  @Override
  public void close() {
    for (ClusterRuntime node : nodes) {
      try {
        node.stop(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
