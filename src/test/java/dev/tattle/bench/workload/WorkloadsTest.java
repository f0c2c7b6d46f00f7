package dev.tattle.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadsTest {
  private static final List<NodeId> NODES = List.of(new NodeId("n0"), new NodeId("n1"));
  private static final Invocation READ = new Invocation("read", Json.NULL);

  private static final Setting SETTING = Setting.of(NODES, Topology.LINE);
  private static final List<String> NAMES =
      List.of("echo", "unique-ids", "broadcast", "g-set", "g-counter", "pn-counter");

  private static RequestWorkload workload(String name) {
    return (RequestWorkload) Workloads.of(name);
  }

  private static List<Invocation> operations(String name) {
    Generator generator = workload(name).generator(SETTING, new SplittableRandom(9));
    return Stream.generate(
            () -> ((Generator.Do) generator.next(new Generator.Turn(0, 0, 0))).invocation())
        .limit(3000)
        .toList();
  }

  private static List<Json> writes(String name) {
    return operations(name).stream()
        .filter(operation -> !operation.equals(READ))
        .map(Invocation::value)
        .toList();
  }

  @Test
  void everyNameHasItsWorkload() {
    assertThat(Workloads.names()).startsWith(NAMES.toArray(String[]::new));
    assertThat(Workloads.names()).allMatch(name -> Workloads.of(name).name().equals(name));
    assertThat(Workloads.named("chess")).isEmpty();
  }

  /** A wrong line must not hide the workloads of the jar, nor end in a stack trace. */
  @Test
  void aFileThatNamesNoClassIsAProblemInOneLine(@TempDir Path folder) throws IOException {
    String problem = loaded(folder, "my.Wrong").problems().get(0);
    assertThat(problem)
        .startsWith("a workload can't be loaded: Provider my.Wrong not found; each line of")
        .contains("META-INF/services/dev.tattle.bench.workload.Workload must be the full name")
        .doesNotContain("\n");
    assertThat(loaded(folder, "my.Wrong").all()).containsKeys("echo", "broadcast");
    assertThat(loaded(folder, Json.class.getName()).problems().get(0)).contains("not a subtype");
    assertThat(loaded(folder, "no class").problems().get(0)).contains("Illegal");
  }

  private static Workloads.Loaded loaded(Path folder, String line) throws IOException {
    Path file = folder.resolve("META-INF/services").resolve(Workload.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, line + "\n");
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader classes = new URLClassLoader(urls, Workload.class.getClassLoader())) {
      return Workloads.load(ServiceLoader.load(Workload.class, classes), "");
    }
  }

  @Test
  void linKvSurvivesKillsOnlyWithADisk() {
    Workload linKv = Workloads.of("lin-kv");
    assertThat(linKv.survives(true)).isEqualTo(EnumSet.allOf(FaultKind.class));
    assertThat(linKv.survives(false)).doesNotContain(FaultKind.KILL).contains(FaultKind.SKEW);
  }

  @Test
  void wrongNameIsAnsweredWithAllNames() {
    assertThatThrownBy(() -> Workloads.of("echoes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "workload: expected one of broadcast, counter-next, counter-strong, counters,"
                + " echo, g-counter, g-set,")
        .hasMessageEndingWith(
            " pn-counter, txn-list-append, txn-rw-register, unique-ids, but it is 'echoes'");
  }

  @Test
  void setsWriteZeroOneTwoHalfOfTheTime() {
    for (String name : List.of("broadcast", "g-set")) {
      List<Json> writes = writes(name);
      assertThat(writes).hasSizeBetween(1350, 1650).startsWith(Json.of(0), Json.of(1), Json.of(2));
    }
  }

  @Test
  void someValuesAreLargeForNodesAndNumbersInHistories() {
    for (String name : List.of("broadcast", "g-set")) {
      RequestWorkload workload = workload(name);
      Setting setting =
          new Setting(NODES, Topology.LINE, new LargeValues(0.25), KeyOptions.DEFAULT);
      String f = name.equals("g-set") ? "add" : name;
      List<Json> sent =
          LongStream.range(0, 8)
              .mapToObj(
                  i -> workload.added(workload.request(setting, new Invocation(f, Json.of(i)))))
              .toList();
      assertThat(sent.subList(4, 7)).containsExactly(Json.of(4), Json.of(5), Json.of(6));
      assertThat(sent.get(3)).isNotEqualTo(sent.get(7));
      assertThat(sent.get(7))
          .isInstanceOfSatisfying(
              Json.Text.class,
              large -> assertThat(large.value()).startsWith("7:x").hasSize(100_000));
      Json cut = Json.of(((Json.Text) sent.get(7)).value().substring(1));
      Json shown = Json.array(sent.get(7), cut, Json.of(1), Json.of("3"));
      String field = name.equals("g-set") ? "value" : "messages";
      assertThat(workload.okValue(setting, READ, Body.of("read_ok", field, shown)))
          .isEqualTo(Json.array(Json.of(7), cut, Json.of(1), Json.of("3")));
    }
  }

  @Test
  void pnCounterAddsFromMinusFiveToFourHalfOfTheTime() {
    List<Json> writes = writes("pn-counter");
    assertThat(writes).hasSizeBetween(1350, 1650);
    assertThat(writes.stream().distinct().map(delta -> ((Json.Int) delta).value()).toList())
        .containsExactlyInAnyOrder(-5L, -4L, -3L, -2L, -1L, 0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void gCounterDropsTheNegativeDeltasFromTheMix() {
    List<Json> writes = writes("g-counter");
    assertThat(writes).hasSizeBetween(850, 1150);
    assertThat(writes.stream().distinct().map(delta -> ((Json.Int) delta).value()).toList())
        .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void echoAsksForOneOf128Payloads() {
    assertThat(operations("echo").stream().distinct()).hasSize(128);
    assertThat(operations("echo"))
        .allMatch(
            operation ->
                operation.value() instanceof Json.Text text
                    && text.value().matches("Please echo \\d+"));
  }

  @Test
  void requestsAreMaelstroms() {
    Json one = Json.of(1);
    assertThat(workload("echo").request(SETTING, new Invocation("echo", Json.of("x"))))
        .isEqualTo(Body.of("echo", "echo", Json.of("x")));
    assertThat(workload("unique-ids").request(SETTING, new Invocation("generate", Json.NULL)))
        .isEqualTo(Body.of("generate"));
    assertThat(workload("broadcast").request(SETTING, new Invocation("broadcast", one)))
        .isEqualTo(Body.of("broadcast", "message", one));
    assertThat(workload("g-set").request(SETTING, new Invocation("add", one)))
        .isEqualTo(Body.of("add", "element", one));
    assertThat(workload("pn-counter").request(SETTING, new Invocation("add", one)))
        .isEqualTo(Body.of("add", "delta", one));
    assertThat(List.of("broadcast", "g-set", "g-counter", "pn-counter"))
        .allMatch(name -> workload(name).request(SETTING, READ).equals(Body.of("read")));
  }

  @Test
  void completionsHaveTheValuesOfMaelstromsHistories() {
    Body echoOk = Body.of("echo_ok", "echo", Json.of("x")).withInReplyTo(2);
    assertThat(workload("echo").okValue(SETTING, new Invocation("echo", Json.of("x")), echoOk))
        .isEqualTo(
            Json.object(
                "type", Json.of("echo_ok"), "echo", Json.of("x"), "in_reply_to", Json.of(2)));
    Invocation generate = new Invocation("generate", Json.NULL);
    assertThat(
            workload("unique-ids")
                .okValue(SETTING, generate, Body.of("generate_ok", "id", Json.of("a1"))))
        .isEqualTo(Json.of("a1"));
    Json messages = Json.array(Json.of(3));
    assertThat(
            workload("broadcast").okValue(SETTING, READ, Body.of("read_ok", "messages", messages)))
        .isEqualTo(messages);
    assertThat(
            workload("broadcast")
                .okValue(SETTING, new Invocation("broadcast", Json.of(3)), Body.of("broadcast_ok")))
        .isEqualTo(Json.of(3));
    assertThat(
            workload("g-counter").okValue(SETTING, READ, Body.of("read_ok", "value", Json.of(8))))
        .isEqualTo(Json.of(8));
  }

  @Test
  void onlyBroadcastIsSetUp() {
    assertThat(workload("broadcast").setup(SETTING).orElseThrow().request())
        .isEqualTo(
            Body.of(
                "topology",
                "topology",
                Json.object("n0", Json.array(Json.of("n1")), "n1", Json.array(Json.of("n0")))));
    assertThat(NAMES.stream().filter(name -> workload(name).setup(SETTING).isPresent()))
        .containsExactly("broadcast");
  }

  @Test
  void convergingWorkloadsEndWithReads() {
    assertThat(
            NAMES.stream()
                .filter(
                    name ->
                        workload(name)
                            .generator(SETTING, new SplittableRandom(1))
                            .atTheEnd(0)
                            .isPresent()))
        .containsExactly("broadcast", "g-set", "g-counter", "pn-counter");
  }
}
