package dev.tattle.runtime.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nodes on this machine's loopback, over HTTP and TCP as users and peers reach them. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ClusterRuntimeTest {
  private static Json value(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return RunningCluster.field(response, "value");
  }

  private static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(RunningCluster.field(response, "status")).isEqualTo(Json.of(status));
    assertThat(RunningCluster.field(response, "detail").toString()).contains(detail);
  }

  @Test
  void countersAreChangedAndReadByTheShortForms() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      assertThat(value(cluster.get(0, "/counter"))).isEqualTo(Json.of(0));
      assertThat(value(cluster.get(0, "/increment"))).isEqualTo(Json.of(1));
      assertThat(value(cluster.get(0, "/increment?amount=5"))).isEqualTo(Json.of(6));
      assertThat(value(cluster.post(0, "/decrement", ""))).isEqualTo(Json.of(5));
      assertThat(value(cluster.get(0, "/counters/default"))).isEqualTo(Json.of(5));
    }
  }

  @Test
  void namesArePercentEncodedAndMayHoldAnything() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      assertThat(value(cluster.post(0, "/counters/a%2Fb%20%C3%BC+/add", "{\"amount\":-7}")))
          .isEqualTo(Json.of(-7));
      HttpResponse<String> read = cluster.get(0, "/counters/a%2Fb%20%C3%BC+");
      assertThat(value(read)).isEqualTo(Json.of(-7));
      assertThat(RunningCluster.field(read, "counter")).isEqualTo(Json.of("a/b ü+"));
      assertThat(read.headers().firstValue("Tattle-Token")).isPresent();
      assertThat(value(cluster.get(0, "/counters/nothing"))).isEqualTo(Json.of(0));
    }
  }

  @Test
  void batchesListsAndDeletes() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      HttpResponse<String> batch =
          cluster.post(
              0,
              "/counters:batch",
              "{\"adds\":[{\"counter\":\"a\",\"amount\":1},{\"counter\":\"b\",\"amount\":2}]}");
      assertThat(batch.statusCode()).as(batch.body()).isEqualTo(200);
      assertThat(cluster.get(0, "/counters").body())
          .contains("{\"counter\":\"a\",\"value\":1},{\"counter\":\"b\",\"value\":2}");
      HttpRequest.Builder delete = HttpRequest.newBuilder(cluster.uri(0, "/counters/a")).DELETE();
      assertThat(value(cluster.send(delete))).isEqualTo(Json.of(1));
      assertProblem(cluster.send(delete), 404, "there is no counter a");
    }
  }

  @Test
  void whatIsWrongIsToldAsAProblem() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      assertProblem(cluster.post(0, "/counters/a/add", "{"), 400, "body: expected a JSON value");
      assertProblem(cluster.post(0, "/counters/a/add", "[1]"), 400, "a JSON object");
      assertProblem(cluster.post(0, "/counters/a/add", "{}"), 400, "amount: expected");
      assertProblem(cluster.post(0, "/counters/a/add", "{\"amount\":1.5}"), 400, "64 bits");
      assertProblem(cluster.post(0, "/counters/a/increment", "{\"amount\":-1}"), 400, "at least 0");
      assertProblem(cluster.post(0, "/counters/%FF/increment", ""), 400, "percent-encoded");
      assertProblem(cluster.post(0, "/counters//increment", ""), 400, "1 to 256 bytes");
      assertProblem(cluster.post(0, "/counters/" + "x".repeat(257) + "/increment", ""), 400, "257");
      assertProblem(cluster.get(0, "/counters/a?consistency=weak"), 400, "local, majority");
      assertProblem(cluster.get(0, "/counters/a?token=%21"), 400, "Tattle-Token");
      assertProblem(cluster.get(0, "/counters?limit=0"), 400, "1 to 1000");
      assertProblem(cluster.get(0, "/nothing"), 404, "/openapi.json");
      assertProblem(cluster.post(0, "/counter", ""), 405, "expected GET");
      assertProblem(cluster.post(0, "/counters/a/add", "x".repeat(2 << 20)), 413, "1048576");
      cluster.post(0, "/counters/a/add", "{\"amount\":9223372036854775807}");
      assertProblem(cluster.get(0, "/counters/a/increment"), 405, "expected POST");
      assertProblem(cluster.post(0, "/counters/a/increment", ""), 409, "beyond 64 bits");
    }
  }

  @Test
  void noAnswerIsToldAsUnknown() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      HttpResponse<String> response = cluster.post(0, "/counters/silent/increment", "");
      assertProblem(response, 504, "unknown whether");
      assertThat(RunningCluster.field(response, "outcome")).isEqualTo(Json.of("unknown"));
    }
  }

  @Test
  void keysAreHandedOn() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      String[] key = {"Idempotency-Key", "\"k 1\""};
      assertThat(value(cluster.post(0, "/counters/a/increment", "", key))).isEqualTo(Json.of(1));
      HttpResponse<String> again = cluster.post(0, "/counters/a/increment", "", key);
      assertThat(value(again)).isEqualTo(Json.of(1));
      assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
      assertThat(RunningCluster.field(again, "duplicate")).isEqualTo(Json.of(true));
    }
  }

  @Test
  void pagesOfOtherSitesChangeNothing() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      HttpRequest.Builder increment = HttpRequest.newBuilder(cluster.uri(0, "/increment"));
      assertProblem(
          cluster.send(increment.copy().header("Sec-Fetch-Site", "cross-site")), 403, "cross-site");
      assertProblem(
          cluster.send(increment.copy().header("Origin", "http://evil.example")), 403, "evil");
      assertThat(value(cluster.send(increment.copy().header("Sec-Fetch-Site", "none"))))
          .isEqualTo(Json.of(1));
      String own = "http://" + cluster.node(0).clients();
      assertThat(value(cluster.send(increment.copy().header("Origin", own)))).isEqualTo(Json.of(2));
    }
  }

  @Test
  void watchersSeeThePresentValueAndThenEachNewOne() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(1)) {
      HttpRequest watch = HttpRequest.newBuilder(cluster.uri(0, "/counters/a/watch")).build();
      HttpResponse<InputStream> stream =
          cluster.http().send(watch, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("event: value");
        assertThat(lines.readLine()).contains("\"value\":0");
        assertThat(lines.readLine()).isEmpty();
        cluster.post(0, "/counters/a/increment", "");
        assertThat(lines.readLine()).isEqualTo("event: value");
        assertThat(lines.readLine()).contains("\"value\":1");
        assertThat(cluster.metric(0, "tattle_http_watchers")).isEqualTo(1);
      }
      RunningCluster.await(() -> cluster.metric(0, "tattle_http_watchers") == 0);
    }
  }

  @Test
  void nodesFindEachOtherAndTellWhatIsNew() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(3)) {
      for (int i = 0; i < 3; i++) {
        int index = i;
        RunningCluster.await(() -> cluster.metric(index, "tattle_peers_connected") == 2);
        RunningCluster.await(() -> cluster.metric(index, "tattle_peers_expected") == 2);
      }
      cluster.get(0, "/increment");
      RunningCluster.await(() -> value(cluster.get(2, "/counter")).equals(Json.of(1)));
    }
  }

  @Test
  void nodeThatIsCutOffHearsNothingUntilItIsHealed() throws Exception {
    try (RunningCluster cluster = RunningCluster.of(2)) {
      RunningCluster.await(() -> cluster.metric(0, "tattle_peers_connected") == 1);
      RunningCluster.await(() -> cluster.metric(1, "tattle_peers_connected") == 1);
      assertThat(cluster.post(1, "/admin/partition", "{\"nodes\":[\"n1\"]}").body())
          .contains("\"cut\":true");
      cluster.get(0, "/increment");
      String cut = "tattle_peer_messages_dropped_total{reason=\"cut\"}";
      RunningCluster.await(() -> cluster.metric(1, cut) >= 1);
      assertThat(value(cluster.get(1, "/counter"))).isEqualTo(Json.of(0));
      assertThat(cluster.post(1, "/admin/heal", "").body()).contains("\"cut\":false");
      cluster.get(0, "/increment");
      RunningCluster.await(() -> value(cluster.get(1, "/counter")).equals(Json.of(1)));
    }
  }

  @Test
  void stoppingAnswersWhatTheNodeHasAndKeepsIt(@TempDir Path data) throws Exception {
    try (RunningCluster cluster = new RunningCluster(1, FakeCountersNode::new, data)) {
      cluster.get(0, "/increment");
      HttpRequest silent =
          HttpRequest.newBuilder(cluster.uri(0, "/counters/silent/increment"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      var waiting = cluster.http().sendAsync(silent, HttpResponse.BodyHandlers.ofString());
      RunningCluster.await(() -> cluster.metric(0, "tattle_requests_waiting") == 1);
      cluster.get(0, "/counter"); // The node answers in order, so it has the silent one, too.
      cluster.node(0).stop(Duration.ofSeconds(5));
      assertProblem(waiting.get(), 500, "stopped before it answered");
    }
    try (RunningCluster again = new RunningCluster(1, FakeCountersNode::new, data)) {
      assertThat(value(again.get(0, "/counter"))).isEqualTo(Json.of(1));
    }
  }
}
