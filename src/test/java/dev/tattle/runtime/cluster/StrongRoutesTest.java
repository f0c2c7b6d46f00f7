package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strong counters over HTTP, beside eventual ones. */
@Timeout(60)
class StrongRoutesTest {
  private final RunningCluster cluster =
      new RunningCluster(RunningCluster.counters(FakeCountersNode::new), FakeStrongNode.hosted());

  @BeforeEach
  void start() throws Exception {
    cluster.join();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private String post(String path, String body) {
    HttpResponse<String> response = cluster.post(0, path, body);
    return response.statusCode() + " " + response.body().strip();
  }

  private String get(String path) {
    HttpResponse<String> response = cluster.get(0, path);
    return response.statusCode() + " " + response.body().strip();
  }

  private String request(String method, String path, String body) {
    HttpResponse<String> response =
        cluster.send(
            HttpRequest.newBuilder(cluster.uri(0, path))
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    return response.statusCode() + " " + response.body().strip();
  }

  @Test
  void allThatAStrongCounterDoes() {
    String counter = "200 {\"counter\":\"a\",\"value\":";
    assertThat(request("PUT", "/counters/a", "{\"consistency\":\"strong\",\"min\":0,\"max\":99}"))
        .isEqualTo("201 {\"counter\":\"a\",\"value\":0,\"created\":true}");
    assertThat(request("PUT", "/counters/a?consistency=strong&min=0&max=99", ""))
        .isEqualTo("200 {\"counter\":\"a\",\"value\":0,\"created\":false}");
    assertThat(request("PUT", "/counters/a", "{\"consistency\":\"strong\"}"))
        .startsWith("409")
        .contains("other bounds");
    assertThat(post("/counters/a/next", "")).isEqualTo(counter + "1}");
    assertThat(post("/counters/a/increment", "")).isEqualTo(counter + "2}");
    assertThat(post("/counters/a/add", "{\"amount\":5}")).isEqualTo(counter + "7}");
    assertThat(post("/counters/a/decrement", "{\"amount\":2}")).isEqualTo(counter + "5}");
    assertThat(post("/counters/a/reserve", "{\"count\":10}"))
        .isEqualTo("200 {\"counter\":\"a\",\"first\":6,\"last\":15}");
    assertThat(post("/counters/a/cas", "{\"from\":15,\"to\":20}")).isEqualTo(counter + "20}");
    assertThat(post("/counters/a/cas", "{\"from\":15,\"to\":20}"))
        .startsWith("409")
        .contains("it is 20", "not-done");
    assertThat(post("/counters/a/bounds", "{\"min\":-5,\"max\":50}")).isEqualTo(counter + "20}");
    assertThat(post("/counters/a/get-and-reset", "")).isEqualTo(counter + "20}");
    assertThat(get("/counters/a")).isEqualTo(counter + "0,\"exists\":true}");
    assertThat(request("DELETE", "/counters/a", "")).isEqualTo(counter + "0}");
    assertThat(request("DELETE", "/counters/a?consistency=strong", "")).startsWith("404");
  }

  @Test
  void shortFormsAskForTheDefaultCounter() {
    assertThat(post("/next", "")).isEqualTo("200 {\"counter\":\"default\",\"value\":1}");
    assertThat(get("/next")).isEqualTo("200 {\"counter\":\"default\",\"value\":2}");
    assertThat(get("/get?consistency=local")).contains("\"value\":2");
    assertThat(get("/counter")).contains("\"value\":2");
    assertThat(get("/increment")).contains("\"value\":3");
  }

  @Test
  void anEventualCounterIsNotTakenForTheLatestNumber() {
    assertThat(get("/increment")).startsWith("200").contains("token");
    assertThat(get("/get")).startsWith("409").contains("eventual counter");
    assertThat(get("/get?consistency=local")).contains("\"value\":1");
  }

  @Test
  void oneNameIsOneCounter() {
    assertThat(post("/counters/e/increment", "")).contains("\"token\"");
    assertThat(post("/counters/e/next", "")).startsWith("409").contains("eventual counter");
    assertThat(request("PUT", "/counters/e", "{\"consistency\":\"strong\"}")).startsWith("409");
    assertThat(request("PUT", "/counters/e", "{\"consistency\":\"eventual\"}"))
        .startsWith("200")
        .contains("\"value\":1");
    assertThat(get("/counters/e?consistency=strong")).startsWith("409");
    assertThat(post("/counters/s/increment?consistency=strong", ""))
        .isEqualTo("200 {\"counter\":\"s\",\"value\":1}");
    assertThat(post("/counters/s/increment", "")).contains("\"value\":2}");
    assertThat(request("PUT", "/counters/s", "{\"consistency\":\"eventual\"}")).startsWith("409");
    assertThat(get("/counters/s?consistency=majority")).contains("\"value\":2,");
    assertThat(get("/counters"))
        .contains("{\"counter\":\"e\",\"value\":1}")
        .contains("{\"counter\":\"s\",\"value\":2,\"consistency\":\"strong\"}");
    assertThat(request("DELETE", "/counters/s", "")).startsWith("200");
    assertThat(post("/counters/s/increment", "")).contains("\"value\":1,", "token");
  }

  @Test
  void whatStrongCountersDoNotDoIsToldWhy() {
    post("/counters/s/next", "");
    assertThat(post("/counters/s/increment", "{\"ttl_millis\":5}"))
        .startsWith("400")
        .contains("ttl_millis: not allowed");
    assertThat(post("/counters:batch", "{\"adds\":[{\"counter\":\"s\",\"amount\":1}]}"))
        .startsWith("409")
        .contains("'s' is a strong counter");
    assertThat(post("/counters/s/increment?consistency=local", "")).contains("expected strong");
    assertThat(post("/counters/s/cas", "{\"from\":1}")).startsWith("400").contains("to: expected");
    assertThat(post("/counters/s/reserve", "")).startsWith("400").contains("count: expected");
    assertThat(request("PUT", "/counters/s", "{\"consistency\":\"weak\"}"))
        .startsWith("400")
        .contains("strong or eventual");
    assertThat(request("PUT", "/counters/t", "{\"consistency\":\"eventual\",\"min\":1}"))
        .startsWith("400")
        .contains("min, max: only strong counters");
  }

  @Test
  void noMajorityIsNotDoneAndNoAnswerIsUnknown() {
    HttpResponse<String> away = cluster.post(0, "/counters/TEMPORARILY_UNAVAILABLE/next", "");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(away.body()).contains("not-done");
    assertThat(post("/counters/TIMEOUT/next", "")).startsWith("504").contains("unknown");
  }

  @Test
  void watchersSeeStrongCountersAsWell() throws Exception {
    post("/counters/s/next", "");
    HttpRequest watch = HttpRequest.newBuilder(cluster.uri(0, "/counters/s/watch")).build();
    HttpResponse<InputStream> stream =
        cluster.http().send(watch, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(nextValue(lines)).contains("\"value\":1");
      post("/counters/s/next", "");
      assertThat(nextValue(lines)).contains("\"value\":2");
    }
  }

  private static String nextValue(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data:")) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void anotherNodeKnowsOfACounterOnceItHasIt() throws Exception {
    cluster.join(cluster.gossip(0));
    RunningCluster.await(() -> cluster.get(1, "/peers").body().contains("\"n1\""));
    RunningCluster.await(() -> cluster.metric(0, "tattle_members{state=\"alive\"}") == 2);
    post("/counters/s/next", "");
    RunningCluster.await(() -> cluster.metric(1, "tattle_strong_counters") == 1);
    HttpResponse<String> there = cluster.post(1, "/counters/s/increment", "");
    assertThat(RunningCluster.field(there, "value")).isEqualTo(Json.of(2));
    assertThat(there.body()).doesNotContain("token");
  }

  @Test
  void theStatusHasWhatTheNodeOfStrongCountersSays() {
    assertThat(get("/status")).contains("\"strong\":{\"node\":\"n1\"");
    assertThat(cluster.metric(0, "tattle_strong_available")).isEqualTo(1);
    assertThat(cluster.metric(0, "tattle_strong_leader")).isZero();
    assertThat(cluster.metric(0, "tattle_strong_term")).isEqualTo(3);
  }

  @Test
  void newCountersAreStrongWhereTheModeIs() throws Exception {
    cluster.makeStrong();
    cluster.join();
    assertThat(cluster.post(1, "/counters/a/increment", "").body())
        .isEqualTo("{\"counter\":\"a\",\"value\":1}\n");
    assertThat(cluster.get(1, "/counters").body()).contains("\"consistency\":\"strong\"");
    assertThat(
            cluster
                .post(1, "/counters:batch", "{\"adds\":[{\"counter\":\"s\",\"amount\":1}]}")
                .statusCode())
        .isEqualTo(409);
  }
}
