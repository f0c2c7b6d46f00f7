package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where runs are stored, and what remains of an interrupted run. */
@Execution(ExecutionMode.CONCURRENT)
class StoreIT {
  private static final String ECHO =
      "test -w echo --bin " + Launchers.NODE + " --node-count 1 --rate 50 --time-limit ";

  /**
   * Gives the bench a process group of its own that gets Ctrl-C; a background process would ignore
   * it.
   */
  private static final String AS_IN_A_TERMINAL =
      "import os, signal, sys; os.setsid(); signal.signal(signal.SIGINT, signal.SIG_DFL);"
          + " os.execv(sys.argv[1], sys.argv[1:])";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private BenchRun bench(String line) throws Exception {
    return BenchRun.of(directory, Launchers.BENCH, "", line.split(" ", -1));
  }

  @Test
  void storeOfTheFolderOneStandsInIsPreferred() throws Exception {
    Files.createDirectory(directory.resolve("store"));
    BenchRun run = bench(ECHO + 1);
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.out()).contains("results      store/echo/");
    assertThat(directory.resolve("store/latest/results.json")).isRegularFile();
  }

  @Test
  void verdictIsToldWhereNothingCanBeStored() throws Exception {
    Files.createFile(directory.resolve("file"));
    BenchRun run = bench(ECHO + "1 --store file/store");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.out()).contains("seed ", "verdict      valid");
    assertThat(run.err()).contains("cannot write to the store", "the results go to ");
    assertThat(run.results().resolve("index.html")).isRegularFile();
  }

  /** Runs the bench until somebody is answered, and then sends a signal to the whole group. */
  private String interrupted(String signal, String line) throws Exception {
    Path out = directory.resolve("out");
    List<String> command = new ArrayList<>(List.of("python3", "-c", AS_IN_A_TERMINAL));
    command.addAll(List.of((Launchers.BENCH + " " + line + " --log-net-recv").split(" ", -1)));
    Process bench =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      awaitReply(out);
      String kill = "kill -s %s -- -%d".formatted(signal, bench.pid());
      assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
      assertThat(bench.waitFor(Launchers.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      bench.destroyForcibly();
    }
    String said = Files.readString(out);
    assertThat(bench.exitValue()).as(said).isEqualTo(128 + (signal.equals("INT") ? 2 : 15));
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void interruptedRunLeavesWhatThereIs(String signal) throws Exception {
    Path node = Launchers.RESOURCES.resolve("nodes/echo.py");
    String said = interrupted(signal, "test -w echo --rate 50 --store runs --bin " + node);
    assertThat(said).contains("verdict      unknown: interrupted").doesNotContain("exit-status");
    Path run = directory.resolve("runs/latest");
    assertThat(Files.readAllLines(run.resolve("history.jsonl"))).isNotEmpty();
    Json results = JsonCodec.parse(Files.readString(run.resolve("results.json")));
    assertThat(((Json.Obj) results).fields()).containsEntry("valid?", Json.of("unknown"));
    assertThat(run.resolve("index.html")).isRegularFile();
  }

  @Test
  void interruptedCampaignTellsWhatCameOfItUntilThen() throws Exception {
    String line =
        "sim -w echo --node-count 1 --rate 1 --time-limit 1 --seed 1 --runs 99999999"
            + " --shard 1/1 --store runs";
    String said = interrupted("INT", line);
    assertThat(said)
        .containsPattern("[0-9]+ valid, [0-9]+ unknown from seed 1 on")
        .containsPattern("verdict {6}unknown: interrupted after [0-9]+ of 99999999 runs");
    Json shard = JsonCodec.parse(Files.readString(directory.resolve("runs/shard-1-of-1.json")));
    assertThat(((Json.Obj) shard).fields()).containsEntry("interrupted", Json.of(true));
  }

  private static void awaitReply(Path log) throws Exception {
    Instant deadline = Instant.now().plus(Launchers.PATIENCE);
    while (!Files.readString(log).contains("echo_ok")) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(20);
    }
  }
}
