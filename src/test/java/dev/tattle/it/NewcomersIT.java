package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs a workload that is not in the jar against real processes, and checks its history. */
@Execution(ExecutionMode.CONCURRENT)
class NewcomersIT {
  private static final Path NODE = Launchers.RESOURCES.resolve("nodes/newcomer-node");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void workloadOfTheClassPathIsRunAndJudged() throws Exception {
    String line =
        "test -w max-register --bin %s --node-count 3 --rate 50 --time-limit 2 --nemesis partition"
            + " --nemesis-interval 1";
    BenchRun run = BenchRun.withNewcomers(directory, line.formatted(NODE).split(" ", -1));
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.result("workload"))
        .isEqualTo(Json.object("valid?", Json.of(true), "low-reads", Json.array()));
    assertThat(run.count("stats", "ok-count")).isPositive();

    BenchRun check =
        BenchRun.withNewcomers(
            directory, "check", "-w", "max-register", "--json", run.history().toString());
    assertThat(check.status()).isZero();
    assertThat(check.printed("workload")).isEqualTo(run.result("workload"));
  }

  @Test
  void durableRunSaysSoInItsResults() throws Exception {
    String line = "sim -w g-set --node-count 3 --time-limit 2 --faults kill --seed 1 --durable";
    BenchRun run = BenchRun.of(directory, line.split(" ", -1));
    assertThat(run.result("durable")).isEqualTo(Json.of(true));
  }
}
