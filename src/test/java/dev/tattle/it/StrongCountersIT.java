package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.GrpcCaller;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.grpc.proto.NextRequest;
import dev.tattle.runtime.cluster.local.LocalCluster;
import dev.tattle.runtime.cluster.peer.HostPort;
import io.vertx.grpc.common.ServiceName;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs strong counters as users do: three processes that the launcher starts. */
@Execution(ExecutionMode.CONCURRENT)
class StrongCountersIT {
  private static final Path COUNTER = Launchers.ROOT.resolve("maelstrom/counter");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Json EMPTY = Json.object();

  @TempDir private Path directory;
  private final Set<Long> numbers = new HashSet<>();
  private int port;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectory(directory.resolve("store"));
    port = CounterServiceIT.freePorts();
    cluster("start", "--port", "" + port);
    await("the group is founded", () -> next(0));
  }

  @AfterEach
  void end() throws Exception {
    LocalCluster cluster = LocalCluster.in(directory.resolve("store/counter-cluster"));
    cluster.kill(cluster.numbers());
  }

  private void cluster(String... words) throws Exception {
    String[] command = new String[words.length + 1];
    command[0] = "cluster";
    System.arraycopy(words, 0, command, 1, words.length);
    BenchRun run = BenchRun.of(directory, COUNTER, Map.of(), command);
    assertThat(run.status()).as(run.toString()).isZero();
  }

  private Optional<ServiceAnswer> ask(int node, Call call) throws Exception {
    return ServiceClient.ask(new HostPort("localhost", port + node), call, TIMEOUT);
  }

  private Json field(int node, Call call, String name) throws Exception {
    ServiceAnswer answer = ask(node, call).orElseThrow();
    assertThat(answer.isOk()).as(answer.body()).isTrue();
    return answer.fields().getOrDefault(name, Json.NULL);
  }

  /** Tells whether the node has handed out a number. Nobody may have got that number before. */
  private boolean next(int node) throws Exception {
    Optional<ServiceAnswer> answer =
        ask(node, Call.post("/next", EMPTY)).filter(ServiceAnswer::isOk);
    if (answer.isPresent()) {
      long number = ((Json.Int) answer.get().fields().get("value")).value();
      assertThat(numbers.add(number)).as("%d is new", number).isTrue();
    }
    return answer.isPresent();
  }

  private int leader() throws Exception {
    if (field(0, Call.get("/status"), "strong") instanceof Json.Obj group
        && group.fields().get("leader") instanceof Json.Text leader) {
      return Integer.parseInt(leader.value().substring(1)) - 1;
    }
    return -1;
  }

  private static void await(String what, Callable<Boolean> isSo) throws Exception {
    Instant deadline = Instant.now().plus(Launchers.PATIENCE);
    while (!isSo.call()) {
      assertThat(Instant.now()).as(what + " in time").isBefore(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void numbersAreHandedOutOnceWhateverNodeIsAskedAndWhoeverIsKilled() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(next(i % 3)).isTrue();
    }
    overGrpc();
    kindsOfCounters();
    await("somebody leads", () -> leader() >= 0);
    int leader = leader();
    cluster("kill", "" + (leader + 1));
    int first = (leader + 1) % 3;
    int second = (leader + 2) % 3;
    for (int node : new int[] {first, second}) {
      await("numbers go on", () -> next(node));
    }
    cluster("kill", "" + (second + 1));
    await("the majority is missed", () -> !next(first));
    withoutMajority(first);
    cluster("start");
    await("numbers go on", () -> next(second));
  }

  /**
   * Measures; on a machine with other work its figures say little. All nodes have answered requests
   * before the next death: a JVM that has just started takes longer for everything.
   */
  @Test
  @EnabledIfSystemProperty(named = "tattle.deaths", matches = "\\d+")
  void howLongNobodyLeadsAfterADeath() throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < Integer.getInteger("tattle.deaths", 0); i++) {
      for (int node = 0; node < 3; node++) {
        int asked = node;
        for (int request = 0; request < 10; request++) {
          await("the cluster is well", () -> next(asked));
        }
      }
      await("somebody leads", () -> leader() >= 0);
      int leader = leader();
      long beganNanos = System.nanoTime();
      LocalCluster.in(directory.resolve("store/counter-cluster")).kill(Set.of(leader + 1));
      await("numbers go on", () -> next((leader + 1) % 3));
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
      cluster("start");
    }
    Collections.sort(millis);
    System.out.printf(
        "%d deaths of leaders: the next number after %d ms (median), %d ms (most)%n",
        millis.size(), millis.get(millis.size() / 2), millis.get(millis.size() - 1));
  }

  private void overGrpc() throws Exception {
    GrpcCaller caller = new GrpcCaller(port + 1);
    try {
      CounterValue value =
          caller
              .call(
                  ServiceName.create("tattle.v1", "Counters"),
                  "Next",
                  NextRequest.getDefaultInstance(),
                  CounterValue.getDefaultInstance())
              .present();
      assertThat(numbers.add(value.getValue())).isTrue();
    } finally {
      caller.close();
    }
  }

  /** Another node knows of a counter as soon as it has read it. */
  private void kindsOfCounters() throws Exception {
    Call create = Call.put("/counters/x", Json.object("consistency", Json.of("strong")));
    assertThat(field(0, create, "created")).isEqualTo(Json.of(true));
    Call read = Call.get("/counters/x?consistency=strong");
    assertThat(field(1, read, "exists")).isEqualTo(Json.of(true));
    Call increment = Call.post("/counters/x/increment", EMPTY);
    assertThat(field(1, increment, "value")).isEqualTo(Json.of(1));
    assertThat(field(0, increment, "value")).isEqualTo(Json.of(2));
    assertThat(field(2, Call.post("/counters/e/increment", EMPTY), "token"))
        .isNotEqualTo(Json.NULL);
  }

  /** Definite errors say that they are definite, and requests without a majority still work. */
  private void withoutMajority(int node) throws Exception {
    HttpRequest next =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/next".formatted(port + node)))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    await(
        "the node knows that there is no majority",
        () -> {
          HttpResponse<String> answer =
              HttpClient.newHttpClient().send(next, HttpResponse.BodyHandlers.ofString());
          return answer.statusCode() == 503
              && answer.headers().firstValue("Retry-After").isPresent()
              && answer.body().contains("not-done");
        });
    assertThat(field(node, Call.get("/get?consistency=local"), "value"))
        .isInstanceOf(Json.Int.class);
    assertThat(ask(node, Call.get("/get")).orElseThrow().status()).isEqualTo(503);
    Json added = field(node, Call.post("/counters/alone/increment", EMPTY), "value");
    assertThat(added).isEqualTo(Json.of(1));
  }
}
