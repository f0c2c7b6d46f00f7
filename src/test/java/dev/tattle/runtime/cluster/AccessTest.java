package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.tattle.core.Json;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.client.Access;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.grpc.proto.ChangeRequest;
import dev.tattle.runtime.cluster.grpc.proto.GetCountRequest;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.BearerToken;
import dev.tattle.runtime.cluster.security.NamedFile;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import dev.tattle.wire.JsonCodec;
import io.vertx.grpc.common.GrpcStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Requests without a token, with a wrong one, and with one whose role is too small. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class AccessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<String> ROLES = List.of("read", "write", "admin");
  private static final String WRONG = "a-token-that-nobody-listed";

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static String token(String role) {
    return "a-token-of-the-role-" + role;
  }

  private NamedFile tokens() throws IOException {
    StringBuilder lines = new StringBuilder("# who may do what\n\n");
    ROLES.forEach(role -> lines.append(role).append(" \t").append(token(role)).append("\n"));
    return new NamedFile("--tokens", Files.writeString(folder.resolve("tokens"), lines));
  }

  private NamedFile shown(String role) throws IOException {
    Path file = Files.writeString(folder.resolve(role), token(role) + "\n");
    return new NamedFile("--discovery-token", file);
  }

  private RunningCluster cluster(SecurityOptions security) {
    return new RunningCluster(FakeCountersNode::new, security, http);
  }

  private RunningCluster cluster() throws Exception {
    RunningCluster cluster = cluster(new SecurityOptions(null, null, tokens(), null));
    cluster.join();
    return cluster;
  }

  /** The role that each route needs, by what the node itself says; empty if it is open. */
  private static Map<String, String> routes(RunningCluster cluster) throws Exception {
    Map<String, String> routes = new TreeMap<>();
    Json document = JsonCodec.parse(cluster.get(0, "/openapi.json").body());
    fields(field(document, "paths"))
        .forEach(
            (path, operations) ->
                fields(operations)
                    .forEach(
                        (method, operation) ->
                            routes.put(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path,
                                role(operation))));
    // For tests of clusters only, and so in no document.
    routes.put("POST /admin/partition", "admin");
    routes.put("POST /admin/heal", "admin");
    return routes;
  }

  private static Map<String, Json> fields(Json value) {
    return ((Json.Obj) value).fields();
  }

  private static Json field(Json value, String name) {
    return fields(value).getOrDefault(name, Json.NULL);
  }

  private static String role(Json operation) {
    List<Json> security = ((Json.Arr) field(operation, "security")).items();
    return security.isEmpty()
        ? ""
        : ((Json.Text) ((Json.Arr) field(security.get(0), "bearer")).items().get(0)).value();
  }

  private HttpResponse<InputStream> ask(RunningCluster cluster, String route, String header)
      throws Exception {
    String[] words = route.split(" ", -1);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cluster.uri(0, words[1].replace("{name}", "x"))).timeout(PATIENCE);
    if (!header.isEmpty()) {
      request.header("Authorization", header);
    }
    HttpRequest.BodyPublisher body =
        words[0].equals("POST")
            ? HttpRequest.BodyPublishers.ofString("{}")
            : HttpRequest.BodyPublishers.noBody();
    HttpResponse<InputStream> response =
        http.send(
            request.method(words[0], body).build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      response.body().close(); // Some never end.
    }
    return response;
  }

  private void assertRefused(RunningCluster cluster, String route, String header, int status)
      throws Exception {
    HttpResponse<InputStream> response = ask(cluster, route, header);
    String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(route + " " + header + body).isEqualTo(status);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith(status == 401 ? "Bearer" : "Bearer error=\"insufficient_scope\", scope=");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(body).contains("\"outcome\":\"not-done\"").doesNotContain("a-token-");
  }

  @Test
  void eachRouteAsksForAToken() throws Exception {
    try (RunningCluster cluster = cluster()) {
      Map<String, String> routes = routes(cluster);
      assertThat(routes).hasSizeGreaterThan(20).containsValues("", "read", "write", "admin");
      for (Map.Entry<String, String> route : routes.entrySet()) {
        if (route.getValue().isEmpty()) {
          assertThat(ask(cluster, route.getKey(), "").statusCode()).isEqualTo(200);
        } else {
          assertRefused(cluster, route.getKey(), "", 401);
          assertRefused(cluster, route.getKey(), "Bearer " + WRONG, 401);
          assertRefused(cluster, route.getKey(), "Basic " + token("admin"), 401);
        }
      }
      assertThat(value(cluster)).isEqualTo(Json.of(0));
    }
  }

  private Json value(RunningCluster cluster) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cluster.uri(0, "/counters/x"))
            .header("authorization", "bearer " + token("read"));
    return RunningCluster.field(cluster.send(request), "value");
  }

  @Test
  void eachRouteAsksForARoleThatIsLargeEnough() throws Exception {
    try (RunningCluster cluster = cluster()) {
      for (Map.Entry<String, String> route : routes(cluster).entrySet()) {
        int needed = ROLES.indexOf(route.getValue());
        for (String role : ROLES) {
          String header = "Bearer " + token(role);
          if (ROLES.indexOf(role) < needed) {
            assertRefused(cluster, route.getKey(), header, 403);
          } else {
            assertThat(ask(cluster, route.getKey(), header).statusCode())
                .as(route + " " + role)
                .isNotIn(401, 403);
          }
        }
      }
    }
  }

  private static <Q extends Message> GrpcStatus status(GrpcCaller caller, String name, Q request)
      throws Exception {
    return caller.call(GrpcCalls.COUNTERS, name, request, GrpcCalls.VALUE).status();
  }

  @Test
  void callsAskForARoleThatIsLargeEnough() throws Exception {
    ChangeRequest change = ChangeRequest.getDefaultInstance();
    GetCountRequest read = GetCountRequest.getDefaultInstance();
    try (RunningCluster cluster = cluster()) {
      GrpcCaller caller = new GrpcCaller(cluster.node(0).clients().port());
      try {
        assertThat(status(caller, "GetCount", read)).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        caller.setToken(WRONG);
        assertThat(status(caller, "Increment", change)).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        caller.setToken(token("read"));
        assertThat(status(caller, "GetCount", read)).isEqualTo(GrpcStatus.OK);
        assertThat(status(caller, "Increment", change)).isEqualTo(GrpcStatus.PERMISSION_DENIED);
        assertThat(status(caller, "NoSuch", change)).isEqualTo(GrpcStatus.PERMISSION_DENIED);
        caller.setToken(token("write"));
        assertThat(status(caller, "Increment", change)).isEqualTo(GrpcStatus.OK);
        assertThat(value(cluster)).isEqualTo(Json.of(0)); // It was another counter.
      } finally {
        caller.close();
      }
    }
  }

  @Test
  void tokensAreInNothingThatPeopleRead() throws Exception {
    try (RunningCluster cluster = cluster()) {
      for (String role : ROLES) {
        ask(cluster, "POST /admin/heal", "Bearer " + token(role));
      }
      ask(cluster, "GET /metrics", "Bearer " + WRONG);
      HttpRequest.Builder metrics =
          HttpRequest.newBuilder(cluster.uri(0, "/metrics"))
              .header("Authorization", "Bearer " + token("read"));
      assertThat(cluster.log() + cluster.send(metrics).body()).doesNotContain("a-token-");
      Files.writeString(folder.resolve("tokens"), "read " + token("read") + "\nroot a-token-x\n");
      RunningCluster.await(() -> cluster.log().contains("line 2: expected read, write or admin"));
      assertThat(cluster.log()).doesNotContain("a-token-");
      assertThat(value(cluster)).isEqualTo(Json.of(0)); // What was read before still counts.
    }
  }

  @Test
  void tokensAreExchangedWhileANodeRuns() throws Exception {
    try (RunningCluster cluster = cluster()) {
      String other = "Bearer a-token-that-comes-later";
      assertRefused(cluster, "GET /peers", other, 401);
      Files.writeString(folder.resolve("tokens"), "read a-token-that-comes-later\n");
      RunningCluster.await(() -> status(cluster, other) == 200);
      assertRefused(cluster, "GET /peers", "Bearer " + token("admin"), 401);
    }
  }

  private int status(RunningCluster cluster, String header) {
    try {
      return ask(cluster, "GET /peers", header).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDiscoveryAsksForTokensAndNodesShowThem() throws Exception {
    Log log =
        new Log(
            Log.Level.INFO,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    SecurityOptions security = new SecurityOptions(null, null, tokens(), null);
    DiscoveryRuntime discovery =
        DiscoveryRuntime.start(new HostPort("localhost", 0), PATIENCE, security, log);
    SecurityOptions right = new SecurityOptions(null, null, null, shown("write"));
    SecurityOptions wrong = new SecurityOptions(null, null, null, shown("read"));
    URI url = URI.create(discovery.url());
    try (RunningCluster cluster = cluster(right);
        RunningCluster strangers = cluster(wrong)) {
      cluster.register(url);
      cluster.register(url);
      RunningCluster.await(() -> cluster.metric(0, "tattle_peers_connected") == 1);
      strangers.register(url);
      RunningCluster.await(() -> strangers.log().contains("it answered 403"));
      HttpRequest list = HttpRequest.newBuilder(url.resolve("/nodes?cluster=test")).build();
      assertThat(http.send(list, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThat(cluster.log() + strangers.log()).doesNotContain("a-token-");
    } finally {
      discovery.stop(PATIENCE);
    }
  }

  @Test
  void theClientShowsItsToken() throws Exception {
    try (RunningCluster cluster = cluster()) {
      List<HostPort> nodes = List.of(cluster.node(0).clients());
      Call change = Call.post("/counters/x/increment", Json.object());
      Access reader = access("read");
      assertThat(new ServiceClient(access(null), nodes, PATIENCE).call(change).status())
          .isEqualTo(401);
      ServiceAnswer refused = new ServiceClient(reader, nodes, PATIENCE).call(change);
      assertThat(refused.problem())
          .isEqualTo("expected a token of the role write, but this one is of read");
      assertThat(new ServiceClient(access("write"), nodes, PATIENCE).call(change).isOk()).isTrue();
      assertThat(reader.toString()).doesNotContain("a-token-");
    }
  }

  private Access access(@Nullable String role) throws IOException {
    Log log = new Log(Log.Level.ERROR, System.err);
    return new Access(false, null, role == null ? null : BearerToken.read(log, shown(role)));
  }

  @Test
  void filesThatHoldNoTokensAreToldWithoutTheirContent() throws Exception {
    for (String wrong : List.of("", "# none\n", "read a-token-x", "a-token-that-stands-alone")) {
      Path file = Files.writeString(folder.resolve("wrong"), wrong);
      NamedFile named = new NamedFile("--tokens", file);
      try (RunningCluster cluster = cluster(new SecurityOptions(null, null, named, null))) {
        assertThatThrownBy(cluster::join)
            .hasMessageStartingWith("--tokens " + file + ": ")
            .hasMessageContaining("expected")
            .hasMessageNotContaining("a-token-");
      }
    }
  }
}
