package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A discovery server, and nodes that find each other only through it. */
@Timeout(60)
class DiscoveryTest {
  private static final Duration EXPIRY = Duration.ofMillis(600);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private DiscoveryRuntime discovery;

  @BeforeEach
  void start() throws Exception {
    startAt(0);
  }

  @AfterEach
  void stop() throws Exception {
    discovery.stop(PATIENCE);
  }

  private void startAt(int port) throws Exception {
    Log log =
        new Log(
            Log.Level.INFO,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    discovery =
        DiscoveryRuntime.start(new HostPort("localhost", port), EXPIRY, SecurityOptions.NONE, log);
  }

  private List<URI> url() {
    return List.of(URI.create("http://" + discovery.address()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> post(String path, String body) {
    URI uri = URI.create("http://" + discovery.address() + path);
    return send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String listed() {
    URI uri = URI.create("http://" + discovery.address() + "/nodes?cluster=test");
    return send(HttpRequest.newBuilder(uri)).body();
  }

  private static void assertValueEverywhere(RunningCluster cluster, int nodes, long value) {
    for (int i = 0; i < nodes; i++) {
      int index = i;
      RunningCluster.await(
          () ->
              RunningCluster.field(cluster.get(index, "/counter"), "value").equals(Json.of(value)));
    }
  }

  @Test
  void nodesFindEachOther() throws Exception {
    try (RunningCluster cluster = new RunningCluster(3, url())) {
      RunningCluster.await(() -> cluster.metric(0, "tattle_peers_connected") == 2);
      RunningCluster.await(() -> cluster.metric(2, "tattle_peers_connected") == 2);
      cluster.get(0, "/increment");
      assertValueEverywhere(cluster, 3, 1);
      assertThat(listed()).contains("\"n1\"", "\"n2\"", "\"n3\"");
    }
    RunningCluster.await(() -> listed().contains("\"nodes\":[]")); // They leave when they stop.
  }

  @Test
  void nodesGoOnWithoutItAndRegisterAgain() throws Exception {
    try (RunningCluster cluster = new RunningCluster(2, url())) {
      RunningCluster.await(() -> cluster.metric(0, "tattle_peers_connected") == 1);
      RunningCluster.await(() -> cluster.metric(1, "tattle_peers_connected") == 1);
      int port = discovery.address().port();
      discovery.stop(PATIENCE);
      RunningCluster.await(() -> cluster.log().contains("going on without it"));
      cluster.get(0, "/increment");
      assertValueEverywhere(cluster, 2, 1);
      startAt(port);
      RunningCluster.await(() -> listed().contains("\"n1\"") && listed().contains("\"n2\""));
      assertThat(cluster.log()).contains("has lost this node; registering again");
    }
  }

  @Test
  void aNodeWaitsForADiscoveryThatComesLater() throws Exception {
    int port = discovery.address().port();
    List<URI> url = url();
    discovery.stop(PATIENCE);
    try (RunningCluster cluster = new RunningCluster(1, url)) {
      RunningCluster.await(() -> cluster.log().contains("no discovery server answers at"));
      startAt(port);
      RunningCluster.await(() -> listed().contains("\"n1\""));
    }
  }

  @Test
  void whatIsWrongIsToldAsAProblem() {
    assertThat(post("/register", "{}").body()).contains("cluster: expected a string of 1 to 256");
    String node = "{\"cluster\":\"test\",\"id\":\"n1\",\"address\":";
    assertThat(post("/register", node + "\"x\"}").body()).contains("address: expected host:port");
    assertThat(post("/register", node + "\"x:0\"}").body()).contains("a port of at least 1");
    assertThat(post("/heartbeat", "{\"lease\":\"x\"}").statusCode()).isEqualTo(404);
    assertThat(post("/nodes", "").statusCode()).isEqualTo(405);
    assertThat(post("/counters", "").body()).contains("expected one of /register /heartbeat");
    assertThat(listed()).contains("\"nodes\":[]");
  }

  @Test
  void aNodeThatDoesNotComeBackIsForgotten() {
    post("/register", "{\"cluster\":\"test\",\"id\":\"n1\",\"address\":\"localhost:1\"}");
    assertThat(listed()).contains("\"address\":\"localhost:1\"");
    RunningCluster.await(() -> listed().contains("\"nodes\":[]"));
  }
}
