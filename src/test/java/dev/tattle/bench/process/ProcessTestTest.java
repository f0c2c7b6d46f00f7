package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.Store;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTestTest {
  @TempDir Path root;

  @Test
  void echoNodeInAnotherLanguageRuns() throws Exception {
    TestResult result = run("echo", List.of());
    assertThat(result.problems()).isEmpty();
    assertThat(result.isBroken()).isFalse();
    assertThat(result.history()).isNotEmpty();
    System.err.println(result.history().size() + " " + result.net());
  }

  private TestResult run(String workload, List<String> args) throws Exception {
    TestOptions options =
        new TestOptions(
            workload,
            List.of(new NodeId("n0")),
            Topology.GRID,
            100,
            Duration.ofSeconds(2),
            1,
            new Latency(Latency.Distribution.CONSTANT, 0),
            false,
            Duration.ofSeconds(10),
            false,
            false,
            1);
    Path bin = Path.of("src/test/resources/nodes/echo.py");
    Store store = Store.create(root, workload, Instant.EPOCH);
    return new ProcessTest(options, new NodeCommand(bin, args, false), store)
        .run(new ProcessTest.Listeners(p -> System.err.println(p.line()), System.err::println));
  }
}
