package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Access;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.client.ServiceException;
import dev.tattle.runtime.cluster.client.Watcher;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client with a node that answers, one that is absent, and one that stays silent. */
@Timeout(60)
class ServiceClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Call SILENT = Call.post("/counters/silent/increment", Json.object());

  private RunningCluster cluster;
  private HostPort nobody;

  @BeforeEach
  void start() throws Exception {
    cluster = RunningCluster.of(1);
    nobody = new HostPort("localhost", RunningCluster.freePort());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HostPort node() {
    return cluster.node(0).clients();
  }

  private static Json value(ServiceAnswer answer) {
    return answer.fields().getOrDefault("value", Json.NULL);
  }

  @Test
  void theNextNodeIsAskedWhereNobodyAnswers() throws Exception {
    ServiceClient client = new ServiceClient(Access.PLAIN, List.of(nobody, node()), PATIENCE);
    Call add = Call.post(Call.counter("a/b ü") + "/add", Json.object("amount", Json.of(5)));
    assertThat(value(client.call(add))).isEqualTo(Json.of(5));
    assertThat(value(client.call(Call.get("/counters/a%2Fb%20%C3%BC")))).isEqualTo(Json.of(5));
  }

  @Test
  void whatHasAKeyCountsOnce() throws Exception {
    ServiceClient client = new ServiceClient(Access.PLAIN, List.of(node()), PATIENCE);
    Call add = Call.post("/counters/a/increment", Json.object()).withKey("k");
    assertThat(value(client.call(add))).isEqualTo(Json.of(1));
    assertThat(value(client.call(add))).isEqualTo(Json.of(1));
  }

  @Test
  void whatNobodyHasDoneIsToldSo() {
    ServiceClient client = new ServiceClient(Access.PLAIN, List.of(nobody), SHORT);
    assertThatThrownBy(() -> client.call(Call.post("/increment", Json.object())))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.isUnknown()).isFalse())
        .hasMessageContaining("no node answers at " + nobody);
  }

  @Test
  void whatMayHaveBeenDoneIsRepeatedOnlyWithAKey() {
    ServiceClient client = new ServiceClient(Access.PLAIN, List.of(node()), SHORT);
    assertThatThrownBy(() -> client.call(SILENT))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.isUnknown()).isTrue());
    long before = cluster.metric(0, "tattle_requests_waiting");
    ServiceClient both = new ServiceClient(Access.PLAIN, List.of(node(), nobody), SHORT);
    assertThatThrownBy(() -> both.call(SILENT.withKey("k")))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.isUnknown()).isTrue());
    assertThat(before).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aRefusalIsAnAnswer() throws Exception {
    ServiceClient client = new ServiceClient(Access.PLAIN, List.of(node()), PATIENCE);
    ServiceAnswer answer = client.call(Call.delete("/counters/nothing"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("there is no counter nothing");
  }

  @Test
  void parametersAreEncoded() {
    assertThat(Call.query("/counters", Map.of("prefix", "a&b c+")))
        .isEqualTo("/counters?prefix=a%26b%20c%2B");
  }

  @Test
  void aWatchGoesOnUntilThereIsEnough() throws Exception {
    cluster.get(0, "/increment");
    List<String> problems = new ArrayList<>();
    List<Json> values = new ArrayList<>();
    Watcher watcher = new Watcher(Access.PLAIN, List.of(nobody, node()), problems::add);
    ServiceAnswer refusal =
        watcher.watch(
            "default",
            value -> {
              values.add(value.fields().get("value"));
              cluster.get(0, "/increment");
              return values.size() < 3;
            });
    assertThat(refusal).isNull();
    assertThat(values).containsExactly(Json.of(1), Json.of(2), Json.of(3));
    assertThat(problems).containsExactly("no node answers at " + nobody);
  }

  @Test
  void aWatchThatIsRefusedIsOver() throws Exception {
    ServiceAnswer refusal =
        new Watcher(Access.PLAIN, List.of(node()), problem -> {})
            .watch("x".repeat(300), value -> true);
    assertThat(refusal)
        .isNotNull()
        .extracting(ServiceAnswer::problem)
        .asString()
        .contains("1 to 256 bytes");
  }
}
