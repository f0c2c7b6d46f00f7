package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The bench finds nodes that are broken on purpose, each by its own fault. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenNodesIT {
  private static final Path BROKEN = Launchers.RESOURCES.resolve("nodes/broken-node");
  private static final Json INVALID = Json.of(false);
  private static final Json VALID = Json.of(true);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private BenchRun runInvalid(String fault, String options) throws Exception {
    String line = "test --bin %s --node-count 3 %s -- %s".formatted(BROKEN, options, fault);
    BenchRun run = BenchRun.of(directory, line.split(" ", -1));
    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    assertThat(run.result("valid?")).isEqualTo(INVALID);
    return run;
  }

  /** The node is broken in no other way than the workload's checker says. */
  private static void assertOnlyTheWorkloadIsInvalid(BenchRun run) throws Exception {
    assertThat(run.result("workload", "valid?")).isEqualTo(INVALID);
    for (String part : new String[] {"net", "stats", "availability", "nodes"}) {
      assertThat(run.result(part, "valid?")).as(part).isEqualTo(VALID);
    }
  }

  @Test
  void droppedDeltasAreLostValues() throws Exception {
    BenchRun run =
        runInvalid("drop-delta", "-w broadcast --concurrency 2n --rate 100 --time-limit 2");
    assertOnlyTheWorkloadIsInvalid(run);
    assertThat(run.list("workload", "lost"))
        .isNotEmpty()
        .hasSize((int) run.count("workload", "lost-count"));
    assertThat(run.result("workload", "duplicated")).isEqualTo(Json.object());

    BenchRun check = run.check("broadcast");
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.printed("workload")).isEqualTo(run.result("workload"));
  }

  /** The round trip takes 300 ms, and the node gives a cas up after 100 to 125. */
  @Test
  void casThatIsCountedTwiceExceedsTheAcceptable() throws Exception {
    BenchRun run =
        runInvalid(
            "double-cas", "-w g-counter --concurrency 4n --rate 20 --time-limit 2 --latency 150");
    assertOnlyTheWorkloadIsInvalid(run);
    Json.Arr highest = (Json.Arr) run.list("workload", "acceptable").get(0);
    assertThat(run.list("workload", "acceptable")).hasSize(1);
    assertThat(run.list("workload", "final-reads"))
        .hasSize(12)
        .allSatisfy(read -> assertThat(integer(read)).isGreaterThan(integer(highest, 1)));
    assertThat(run.list("workload", "errors")).hasSize(12);
  }

  private static long integer(Json value) {
    return ((Json.Int) value).value();
  }

  private static long integer(Json.Arr array, int index) {
    return integer(array.items().get(index));
  }

  @Test
  void reusedIdsAreDuplicated() throws Exception {
    BenchRun run =
        runInvalid("reuse-ids", "-w unique-ids --concurrency 4n --rate 200 --time-limit 1");
    assertOnlyTheWorkloadIsInvalid(run);
    Map<String, Json> duplicated = ((Json.Obj) run.result("workload", "duplicated")).fields();
    assertThat(duplicated)
        .isNotEmpty()
        .hasSize((int) run.count("workload", "duplicated-count"))
        .allSatisfy((id, times) -> assertThat(integer(times)).isGreaterThan(1));
  }

  @Test
  void lostAppendsAreLostWrites() throws Exception {
    BenchRun run =
        runInvalid("loses-appends", "-w kafka --concurrency 2n --rate 200 --time-limit 3");
    assertOnlyTheWorkloadIsInvalid(run);
    assertThat(run.list("workload", "error-types"))
        .contains(Json.of("lost-write"), Json.of("unseen"));
    assertThat(run.out()).contains("error 1      lost-write (");

    BenchRun check = run.check("kafka");
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.printed("workload")).isEqualTo(run.result("workload"));
  }

  /** Shows that the bench works with these processes, and does not only report the fault. */
  @Test
  void logsWithoutTheFaultAreValid() throws Exception {
    String line =
        "test --bin %s --node-count 3 -w kafka --concurrency 2n --rate 200 --time-limit 3"
            + " -- right-logs";
    BenchRun run = BenchRun.of(directory, line.formatted(BROKEN).split(" ", -1));
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.list("workload", "error-types")).isEmpty();
    assertThat(run.out()).contains("logs         ", "realtime lag ");
  }

  @Test
  void anExtraKeyInAReplyIsShown() throws Exception {
    BenchRun run = runInvalid("sloppy-reply", "-w broadcast --rate 50 --time-limit 1");
    assertThat(run.result("workload", "valid?")).isEqualTo(VALID);
    assertThat(run.result("stats", "valid?")).isEqualTo(INVALID);
    assertThat(run.result("nodes", "valid?")).as("only under --strict").isEqualTo(VALID);
    assertThat(run.out()).startsWith("why          no broadcast succeeded");
    assertThat(run.count("nodes", "problem-count")).isPositive();
    assertThat(run.list("nodes", "problems"))
        .isNotEmpty()
        .allSatisfy(problem -> assertIsMalformedReply(((Json.Obj) problem).fields()));
    assertThat(run.err())
        .contains("'node' does not belong there")
        .contains("\"type\":\"broadcast_ok\"")
        .contains("expected: {");
  }

  private static void assertIsMalformedReply(Map<String, Json> problem) {
    assertThat(problem).containsEntry("kind", Json.of("malformed-reply"));
    Map<String, Json> request = ((Json.Obj) problem.get("request")).fields();
    assertThat(request).containsEntry("type", Json.of("broadcast")).containsKey("message");
    Map<String, Json> reply = ((Json.Obj) problem.get("reply")).fields();
    assertThat(reply).containsEntry("type", Json.of("broadcast_ok")).containsKey("node");
    assertThat(((Json.Text) problem.get("expected")).value())
        .startsWith("{\"type\":\"broadcast_ok");
  }
}
