package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a node shows people about itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusTest {
  private RunningCluster cluster;

  @BeforeAll
  void start() throws Exception {
    cluster = RunningCluster.of(2);
    RunningCluster.await(
        () -> cluster.get(0, "/status?counter=a").body().contains("\"alive\",\"in"));
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private static Map<String, Json> fields(Json json) {
    return ((Json.Obj) json).fields();
  }

  private static Json at(Json json, String... names) {
    Json found = json;
    for (String name : names) {
      found = fields(found).getOrDefault(name, Json.NULL);
    }
    return found;
  }

  private Json status(String counter) throws Exception {
    return JsonCodec.parse(cluster.get(0, "/status?counter=" + counter).body());
  }

  /** The value has the properties of its schema and no others, all the way down. */
  private static void assertFits(Json value, Json given, Json schemas, String where) {
    Json schema = given;
    if (fields(given).get("$ref") instanceof Json.Text reference) {
      String name = reference.value().substring("#/components/schemas/".length());
      schema = at(schemas, name);
    }
    Json type = at(schema, "type");
    if (type.equals(Json.of("object"))) {
      Map<String, Json> properties = fields(at(schema, "properties"));
      assertThat(fields(value).keySet())
          .as(where)
          .containsExactlyInAnyOrderElementsOf(properties.keySet());
      properties.forEach(
          (name, each) -> assertFits(at(value, name), each, schemas, where + " " + name));
    } else if (type.equals(Json.of("array"))) {
      Json each = at(schema, "items");
      ((Json.Arr) value).items().forEach(item -> assertFits(item, each, schemas, where + " []"));
    } else {
      boolean mayBeNull = type instanceof Json.Arr || at(schema, "enum") instanceof Json.Arr;
      assertThat(mayBeNull || !value.equals(Json.NULL)).as(where).isTrue();
    }
  }

  @Test
  void theDocumentIsAsTheApiDescribesIt() throws Exception {
    Json schemas =
        at(JsonCodec.parse(cluster.get(0, "/openapi.json").body()), "components", "schemas");
    assertFits(status("a"), at(schemas, "Status"), schemas, "status");
  }

  @Test
  void itTellsWhoIsThereWhatTheyShowAndWhatWasDone() throws Exception {
    cluster.post(0, "/counters/visits/add", "{\"amount\":5}");
    cluster.get(0, "/counters/visits");
    Json status = status("visits");
    assertThat(at(status, "node")).isEqualTo(Json.of("n1"));
    assertThat(at(status, "self", "state")).isEqualTo(Json.of("alive"));
    assertThat(at(status, "problem")).isEqualTo(Json.of(""));
    assertThat(((Json.Arr) at(status, "peers")).items())
        .singleElement()
        .satisfies(peer -> assertThat(at(peer, "connected")).isEqualTo(Json.of(true)));
    List<Json> views = ((Json.Arr) at(status, "counter", "views")).items();
    assertThat(at(views.get(0), "value")).isEqualTo(Json.of(5));
    assertThat(at(views.get(0), "age_millis")).isEqualTo(Json.of(0));
    assertThat(at(views.get(0), "unanswered_millis")).isEqualTo(Json.NULL);
    assertThat(at(views.get(1), "value")).as("it has not answered").isEqualTo(Json.NULL);
    assertThat(at(views.get(1), "unanswered_millis")).isInstanceOf(Json.Int.class);
    assertThat(((Json.Int) at(status, "totals", "changes")).value()).isEqualTo(1);
    assertThat(((Json.Int) at(status, "totals", "reads")).value()).isEqualTo(1);
  }

  @Test
  void aPeerThatIsCutOffIsShownAsSuch() throws Exception {
    cluster.post(0, "/admin/partition", "{\"nodes\":[\"n2\"]}");
    try {
      assertThat(at(((Json.Arr) at(status("b"), "peers")).items().get(0), "cut"))
          .isEqualTo(Json.of(true));
    } finally {
      cluster.post(0, "/admin/heal", "{}");
    }
  }

  @Test
  void itComesOnceASecondAsAnEvent() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(cluster.uri(0, "/status/watch")).build();
    HttpResponse<InputStream> response =
        cluster.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < 2; i++) {
        assertThat(lines.readLine()).isEqualTo("event: status");
        assertThat(lines.readLine()).startsWith("data: {\"node\":\"n1\"").endsWith("}");
        assertThat(lines.readLine()).isEmpty();
      }
    }
    RunningCluster.await(() -> cluster.metric(0, "tattle_http_viewers") == 0);
  }

  @Test
  void aCounterThatCanNotBeIsRefused() {
    HttpResponse<String> response = cluster.get(0, "/status?counter=");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("expected a name of 1 to 256 bytes");
  }

  @Test
  void thePageKnowsNothingOfTheNodeAndLetsNothingElseIn() {
    for (String path : List.of("/", "/page.css", "/page.js")) {
      HttpResponse<String> response = cluster.get(0, path);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(response.body()).as(path).doesNotContain("n1", "http://localhost", "https://");
      assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
          .doesNotContain("unsafe");
    }
    assertThat(cluster.get(0, "/").body())
        .doesNotContain("<style", "style=", "onclick", "<script>");
  }
}
