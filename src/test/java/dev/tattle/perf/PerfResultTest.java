package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerfResultTest {
  private static final Map<String, String> MACHINE =
      Map.of("jdk", "Acme 17.0.1+2", "cores", "2", "os", "Linux 6 x");

  private final Figures node = new Figures(Program.node("my|node", Path.of("/n"), List.of("-v")));
  private final Figures other = new Figures(new Program("b", List.of("/b"), false));

  private PerfResult result(boolean isValid) {
    return new PerfResult(
        Limits.DEFAULT, MACHINE, List.of(node, other), new SimulationSpeed(39.26, 760.4, isValid));
  }

  @Test
  void figuresStandSideBySideAndWhatIsMissingIsADash() {
    node.set(Metric.START, 61.26);
    node.set(Metric.ECHO, 1_234_567.8);
    other.set(Metric.START, 7);
    other.problem("echo: it ended");
    assertThat(result(true).lines())
        .startsWith(
            "JDK Acme 17.0.1+2, 2 cores, Linux 6 x",
            "",
            "|                                       |  my\\|node |   b |",
            "| ------------------------------------- | ---------:| ---:|",
            "| start alone, median (ms)              |      61.3 | 7.0 |",
            "| start alone, 0.9 (ms)                 |         – |   – |")
        .contains("| echo (msg/s)                          | 1,234,568 |   – |")
        .endsWith(
            "",
            "simulator: 39.3 ms a run (broadcast, 25 nodes, 20 s), 760 simulated seconds a second",
            "b: echo: it ended");
  }

  @Test
  void runsThatAreNotValidAreNoFigures() {
    assertThat(result(false).lines())
        .contains("simulator: a run was not valid, so its figures say nothing");
  }

  @Test
  void jsonHasEveryFigureByItsName() throws Exception {
    node.set(Metric.START, 61.26);
    node.problem("broadcast: no");
    Json json = result(true).json();
    assertThat(JsonCodec.parse(JsonCodec.formatPretty(json))).isEqualTo(json);
    Json.Obj all = (Json.Obj) json;
    assertThat(all.fields().keySet())
        .containsExactly("jdk", "cores", "os", "limits", "programs", "simulator");
    assertThat(all.fields()).containsEntry("programs", Json.array(node.json(), other.json()));
    assertThat(((Json.Obj) node.json()).fields())
        .containsEntry("name", Json.of("my|node"))
        .containsEntry("command", Json.array(Json.of("/n"), Json.of("-v")))
        .containsEntry("start-p50-ms", new Json.Num("61.260"))
        .containsEntry("echo-per-s", Json.NULL)
        .containsEntry("problems", Json.array(Json.of("broadcast: no")))
        .hasSize(Metric.values().length + 3);
    assertThat(all.fields().get("simulator"))
        .isEqualTo(
            Json.object(
                "run-p50-ms", new Json.Num("39.260"),
                "simulated-s-per-s", new Json.Num("760.400"),
                "valid?", Json.of(true)));
    assertThat(Limits.DEFAULT.json())
        .isEqualTo(
            Json.object(
                "starts", Json.of(15),
                "nodes", Json.of(25),
                "requests", Json.of(1_000_000),
                "steady-ms", Json.of(Duration.ofSeconds(4).toMillis()),
                "patience-ms", Json.of(10_000),
                "simulation-ms", Json.of(4_000)));
  }
}
