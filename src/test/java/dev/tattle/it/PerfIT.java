package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.core.Json;
import dev.tattle.nodes.NodeSettings;
import dev.tattle.nodes.Nodes;
import dev.tattle.perf.Limits;
import dev.tattle.perf.PerfResult;
import dev.tattle.perf.PerfRun;
import dev.tattle.perf.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures on a small scale everything that {@code bench perf} measures. It checks that the figures
 * exist, not how good they are.
 */
class PerfIT {
  private static final int REQUESTS = 2_000;
  private static final Limits LIMITS =
      new Limits(2, 3, REQUESTS, Duration.ofMillis(100), Launchers.PATIENCE, Duration.ZERO);

  private static Json.Obj program(PerfResult result, int index) {
    Json programs = ((Json.Obj) result.json()).fields().get("programs");
    assertThat(programs).isInstanceOf(Json.Arr.class);
    return (Json.Obj) ((Json.Arr) programs).items().get(index);
  }

  @Test
  void theNodeServesAllThatIsMeasuredAndTheBareJvmItsPart() throws Exception {
    Program node = Program.node("node", Program.ownNode(), List.of());
    assertThat(Program.ownNode()).isEqualTo(Launchers.NODE);
    PerfResult result =
        new PerfRun(
                node,
                List.of(),
                Nodes.factory("broadcast", NodeSettings.DEFAULT).orElseThrow(),
                LIMITS)
            .run(line -> {});

    assertThat(result.programs().get(0).hasStarted()).isTrue();
    assertThat(program(result, 0).fields())
        .containsEntry("problems", Json.array())
        .containsEntry("values", new Json.Num(REQUESTS + ".000"))
        .allSatisfy(
            (name, value) -> {
              if (!name.contains("pss") || Files.exists(Path.of("/proc/self/smaps_rollup"))) {
                assertThat(value).as(name).isNotEqualTo(Json.NULL);
              }
            });
    assertThat(program(result, 1).fields())
        .containsEntry("problems", Json.array())
        .containsEntry("broadcast-per-s", Json.NULL)
        .doesNotContainEntry("start-p50-ms", Json.NULL)
        .doesNotContainEntry("latency-p999-ms", Json.NULL);
    assertThat(result.simulator().isValid()).isTrue();
    assertThat(result.simulator().secondsPerSecond()).isPositive();
  }

  /** The commands of PERFORMANCE that measure what the bench does not, in small. */
  @Test
  void scriptMeasuresWhatThePageSays(@TempDir Path directory) throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(BenchRun.of(directory, shell, Map.of(), "-c", "python3 --version").status() == 0);
    String page = Files.readString(Pages.DOCS.resolve("PERFORMANCE.md"));
    Path script = Launchers.ROOT.resolve("src/test/scripts/measure.py");
    for (String named : List.of("cpu echo", "cpu relay", "cpu g-counter", "values 100000")) {
      assertThat(page).contains(named);
      String small = named.startsWith("cpu") ? named + " 2000" : "values 2000";
      BenchRun run = BenchRun.of(directory, script, Map.of(), small.split(" ", -1));
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(run.out())
          .containsPattern("µs of processor time for each of 2000|a peer has all after \\d");
    }
  }

  @Test
  void theBareJvmHasTheOptionsOfTheLauncher() throws Exception {
    String launcher =
        Files.readString(Launchers.NODE)
            + Files.readString(Launchers.NODE.resolveSibling("launch.sh"));
    assertThat(launcher).contains(Program.JVM_OPTIONS);
  }
}
