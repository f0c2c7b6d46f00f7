package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs each workload for a few seconds with partitions, as a user would. */
@Execution(ExecutionMode.CONCURRENT)
class WorkloadsIT {
  // With fewer clients, all may happen to read and none to add, while the nodes do not yet know the
  // kind of data.
  private static final int CLIENTS = 12;
  private static final Json VALID = Json.of(true);
  private static final Path HISTORIES = Launchers.RESOURCES.resolve("histories");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  /** Runs a workload on three nodes; the verdict must be good, now and when it is judged again. */
  private BenchRun runValid(String workload, String... more) throws Exception {
    String[] usual =
        ("test -w %s --bin %s --node-count 3 --concurrency %d --rate 50 --time-limit 3"
                + " --nemesis partition --nemesis-interval 0.5")
            .formatted(workload, Launchers.NODE, CLIENTS)
            .split(" ", -1);
    String[] args = new String[usual.length + more.length];
    System.arraycopy(usual, 0, args, 0, usual.length);
    System.arraycopy(more, 0, args, usual.length, more.length);
    BenchRun run = BenchRun.of(directory, args);
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.result("valid?")).isEqualTo(VALID);
    assertThat(run.result("workload", "valid?")).isEqualTo(VALID);
    assertThat(run.count("nodes", "problem-count")).isZero();
    assertThat(run.historyLines()).anyMatch(line -> line.contains("\"start-partition\""));
    assertThat(run.result("stats", "count")).isEqualTo(Json.of(attempts(run)));
    assertThat(run.results().resolve("node-logs/n2.log")).isEmptyFile();
    assertThat(directory.resolve("store/latest").toRealPath())
        .isEqualTo(directory.resolve("store/" + workload + "/latest").toRealPath())
        .isEqualTo(run.results().toRealPath());
    checksAgree(run, workload);
    return run;
  }

  private static long attempts(BenchRun run) throws IOException {
    return run.historyLines().stream().filter(line -> line.contains("\"invoke\"")).count();
  }

  private static void checksAgree(BenchRun run, String workload) throws Exception {
    BenchRun check = run.check(workload);
    assertThat(check.status()).as(check.toString()).isEqualTo(run.status());
    for (String part : List.of("valid?", "workload", "stats", "availability")) {
      assertThat(check.printed(part)).isEqualTo(run.result(part));
    }
  }

  private static long serverMessages(BenchRun run) throws Exception {
    return run.count("net", "servers", "msg-count");
  }

  @Test
  void echo() throws Exception {
    BenchRun run = runValid("echo");
    assertThat(run.count("stats", "by-f", "echo", "ok-count")).isPositive();
    assertThat(serverMessages(run)).isZero();
  }

  @Test
  void uniqueIds() throws Exception {
    BenchRun run = runValid("unique-ids", "--availability", "total");
    assertThat(run.count("workload", "acknowledged-count"))
        .isPositive()
        .isEqualTo(run.count("workload", "attempted-count"));
    assertThat(run.count("workload", "duplicated-count")).isZero();
    assertThat(serverMessages(run)).isZero();
  }

  @Test
  void broadcast() throws Exception {
    assertAllAreStable(runValid("broadcast", "--latency", "10"));
  }

  @Test
  void gSet() throws Exception {
    assertAllAreStable(runValid("g-set", "--latency", "10", "--latency-dist", "exponential"));
  }

  private static void assertAllAreStable(BenchRun run) throws Exception {
    assertThat(run.count("workload", "stable-count"))
        .isPositive()
        .isEqualTo(run.count("workload", "attempt-count"));
    assertThat(run.list("workload", "lost")).isEmpty();
    assertThat(run.list("workload", "never-read")).isEmpty();
    assertThat(run.result("workload", "duplicated")).isEqualTo(Json.object());
    assertThat(serverMessages(run)).isPositive();
  }

  @Test
  void gCounter() throws Exception {
    assertReadsAreRight(runValid("g-counter"));
  }

  /** Tells the nodes their workload, by arguments after {@code --}. */
  @Test
  void pnCounter() throws Exception {
    assertReadsAreRight(runValid("pn-counter", "--", "--workload", "pn-counter"));
  }

  private static void assertReadsAreRight(BenchRun run) throws Exception {
    assertThat(run.result("workload", "errors")).isEqualTo(Json.NULL);
    assertThat(run.list("workload", "final-reads")).hasSize(CLIENTS);
    assertThat(run.list("workload", "acceptable")).isNotEmpty();
    assertThat(run.count("stats", "by-f", "add", "ok-count")).isPositive();
    assertThat(serverMessages(run)).isPositive();
  }

  /** The launchers find the jar and the store from anywhere, whatever their path is called. */
  @Test
  void launchersWorkThroughLinksFromAnywhere() throws Exception {
    Path root = Files.createDirectory(directory.resolve("a clone"));
    Files.createDirectories(root.resolve("target"));
    Files.createDirectories(root.resolve("maelstrom"));
    for (String name :
        List.of("maelstrom/bench", "maelstrom/node", "maelstrom/launch.sh", "target/tattle.jar")) {
      Files.copy(
          Launchers.ROOT.resolve(name), root.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path elsewhere = Files.createDirectory(directory.resolve("else where"));
    Path bench =
        Files.createSymbolicLink(elsewhere.resolve("b"), Path.of("../a clone/maelstrom/bench"));
    Path absolute = root.resolve("maelstrom/node");
    Files.createSymbolicLink(
        elsewhere.resolve("n"), Files.createSymbolicLink(elsewhere.resolve("m"), absolute));

    BenchRun run =
        BenchRun.of(
            elsewhere,
            bench,
            "",
            "test -w echo --bin n --node-count 1 --time-limit 1".split(" ", -1));

    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.results().toRealPath()).startsWith(root.resolve("store/echo").toRealPath());
  }

  @Test
  void aRecordedHistoryWithLostValuesIsInvalid() throws Exception {
    Path history = HISTORIES.resolve("broadcast-lost-values-partition.jsonl");
    BenchRun check =
        BenchRun.of(directory, "check", "-w", "broadcast", "--json", history.toString());
    assertThat(check.status()).as(check.toString()).isEqualTo(1);
    Json.Obj real =
        (Json.Obj)
            JsonCodec.parse(
                Files.readString(
                    HISTORIES.resolve("broadcast-lost-values-partition.results.json")));
    assertThat(check.printed("workload")).isEqualTo(real.fields().get("workload"));
  }

  @Test
  void aProgramThatEndsBreaksTheRun() throws Exception {
    BenchRun run = BenchRun.of(directory, "test", "-w", "echo", "--bin", "/bin/false");
    assertThat(run.status()).as(run.toString()).isEqualTo(255);
    assertThat(run.result("valid?")).isEqualTo(Json.of(false));
    assertThat(run.err()).contains("exit-status: 1");
  }

  @Test
  void aWrongCommandLineIsToldSo() throws Exception {
    BenchRun run = BenchRun.of(directory, "test", "-w", "echo");
    assertThat(run.status()).isEqualTo(254);
    assertThat(run.err()).hasLineCount(1).contains("--bin");
    assertThat(directory.resolve("store")).doesNotExist();
  }
}
