package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kills and pauses nodes that are real processes. */
@Execution(ExecutionMode.CONCURRENT)
class NodeFaultsIT {
  private static final Json VALID = Json.of(true);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final List<BenchRun> runs = new ArrayList<>();

  private BenchRun bench(String options) throws Exception {
    String line = "test --bin %s --time-limit 4 %s".formatted(Launchers.NODE, options);
    String javaOptions = "-Dtattle.store=store " + mark();
    BenchRun run = BenchRun.of(directory, Launchers.BENCH, javaOptions, line.split(" ", -1));
    runs.add(run);
    return run;
  }

  /** A mark on the command lines of bench and nodes, by which the test finds their processes. */
  private String mark() {
    return "-Dmark=" + directory;
  }

  /** What acts and clients did; a verdict that is worse than unknown would be a lost value. */
  private List<Operation> runGood(String options) throws Exception {
    BenchRun run = bench(options);
    // Unknown where no value is left that must be there: all that knew it were killed.
    assertThat(run.status()).as(run.toString()).isIn(0, 2);
    assertThat(run.count("nodes", "problem-count")).isZero();
    assertThat(run.result("net", "valid?")).isEqualTo(VALID);
    BenchRun check = run.check(options.contains("broadcast") ? "broadcast" : "g-counter");
    assertThat(check.printed("workload")).isEqualTo(run.result("workload"));
    List<Operation> history = history(run);
    assertThat(history.stream().filter(op -> op.isFinal() && op.type() == Operation.Type.OK))
        .as("final reads of living nodes")
        .hasSize(options.contains("broadcast") ? 5 : 3);
    return history;
  }

  private static List<Operation> history(BenchRun run) throws IOException {
    try (InputStream in = Files.newInputStream(run.history())) {
      return HistoryCodec.read(in, "history");
    }
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(
            ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark())))
        .isEmpty();
  }

  private static List<String> acts(List<Operation> history, String kind) {
    return history.stream()
        .filter(op -> !op.isClient() && op.f().endsWith("-" + kind))
        .map(op -> op.f() + " " + op.value())
        .toList();
  }

  /** The node does not read to the end of its input, and the bench is killed without a warning. */
  @Test
  void benchThatIsKilledLeavesNoNodeBehind() throws Exception {
    Path pid = directory.resolve("pid");
    Path node = directory.resolve("deaf");
    Files.writeString(
        node,
        """
        #!/bin/sh
        read -r line
        echo $$ >'%1$s.new'
        mv '%1$s.new' '%1$s'
        exec sleep 600
        """
            .formatted(pid));
    assertThat(node.toFile().setExecutable(true)).isTrue();
    String line = "%s test -w echo --node-count 1 --store runs --bin %s";
    Process bench =
        new ProcessBuilder(line.formatted(Launchers.BENCH, node).split(" "))
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await(() -> Files.exists(pid));
    } finally {
      bench.destroyForcibly();
    }
    long deaf = Long.parseLong(Files.readString(pid).strip());
    await(() -> ProcessHandle.of(deaf).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static void await(BooleanSupplier happens) throws InterruptedException {
    Instant deadline = Instant.now().plus(Launchers.PATIENCE);
    while (!happens.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void broadcastSurvivesKills() throws Exception {
    List<Operation> history =
        runGood("-w broadcast --rate 50 --nemesis kill --nemesis-interval 1 --seed 11");
    assertThat(acts(history, "kill").get(1)).startsWith("start-kill").contains("killed");
    assertThat(acts(history, "kill")).anyMatch(act -> act.startsWith("stop-kill"));
  }

  @Test
  void broadcastSurvivesPausesWithoutLoss() throws Exception {
    List<Operation> history =
        runGood("-w broadcast --rate 50 --nemesis pause --nemesis-interval 0.5 --seed 12");
    assertThat(acts(history, "pause").get(1)).contains("paused");
    BenchRun run = runs.get(0);
    assertThat(run.status()).isZero();
    assertThat(run.count("workload", "stable-count"))
        .isPositive()
        .isEqualTo(run.count("workload", "attempt-count"));
  }

  /**
   * Two runs of one seed. Whatever the processes do, the bench sends the same requests and faults.
   */
  @Test
  void allFaultsAtOnceAreSurvivedAndFixedByTheSeed() throws Exception {
    String options =
        "-w broadcast --rate 50 --nemesis partition,one-way,kill,pause,loss,duplicate,slow"
            + " --nemesis-interval 0.5 --seed 13";
    List<Operation> first = runGood(options);
    List<Operation> second = runGood(options);
    assertThat(runs.get(0).result("seed")).isEqualTo(Json.of(13));
    assertThat(runs.get(0).out()).containsPattern("seed +13");
    assertBeginAlike(invocations(first), invocations(second));
    for (String kind :
        List.of("partition", "one-way", "kill", "pause", "loss", "duplicate", "slow")) {
      assertBeginAlike(planned(first, kind), planned(second, kind));
    }
  }

  private static List<String> invocations(List<Operation> history) {
    return history.stream()
        .filter(op -> op.isClient() && op.type() == Operation.Type.INVOKE && !op.isFinal())
        .map(op -> op.f() + " " + op.value())
        .toList();
  }

  /** Without the last act, which heals whatever is on when the time is over. */
  private static List<String> planned(List<Operation> history, String kind) {
    List<String> acts = acts(history, kind);
    return acts.subList(0, acts.size() - 2);
  }

  /** How far a run gets in its time depends on the processes. */
  private static void assertBeginAlike(List<String> first, List<String> second) {
    int common = Math.min(first.size(), second.size());
    assertThat(common).isPositive();
    assertThat(first.subList(0, common)).isEqualTo(second.subList(0, common));
  }

  @Test
  void otherSeedsAskForOtherThings() throws Exception {
    String options = "-w broadcast --node-count 1 --rate 100 --time-limit 1 --seed ";
    List<String> first = invocations(history(bench(options + 1)));
    assertThat(first).isNotEqualTo(invocations(history(bench(options + 2))));
  }

  @Test
  void counterSurvivesKills() throws Exception {
    runGood("-w g-counter --node-count 3 --rate 50 --nemesis kill --nemesis-interval 1 --seed 14");
    assertThat(runs.get(0).status()).isZero();
  }

  /** The kills are rare, or on a busy machine each start would be killed before it can die. */
  @Test
  void aNodeThatDiesOnItsSecondStartBreaksTheRun() throws Exception {
    Path broken = Launchers.RESOURCES.resolve("nodes/broken.py");
    String line =
        "test -w echo --bin %s --node-count 2 --nemesis kill --nemesis-interval 2 -- dies-later"
            .formatted(broken);
    BenchRun run = BenchRun.of(directory, line.split(" ", -1));
    assertThat(run.status()).as(run.toString()).isEqualTo(255);
    assertThat(run.err()).contains("exit-status: 4", "not again");
  }
}
