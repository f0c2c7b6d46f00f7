package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where runs are stored, and what is left of one that was interrupted. */
@Execution(ExecutionMode.CONCURRENT)
class StoreIT {
  private static final String ECHO =
      "test -w echo --bin " + Launchers.NODE + " --node-count 1 --rate 50 --time-limit ";

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
    assertThat(run.err()).contains("the store can't be written", "the results go to ");
    assertThat(run.results().resolve("index.html")).isRegularFile();
  }

  @Test
  void interruptedRunLeavesWhatThereIs() throws Exception {
    Path out = directory.resolve("out");
    String line = Launchers.BENCH + " " + ECHO + "60 --store runs -- --log-level debug";
    Process bench =
        new ProcessBuilder(line.split(" "))
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      awaitRequest();
      // As Ctrl-C, which reaches nobody who was started in the background of a script.
      assertThat(new ProcessBuilder("sh", "-c", "kill -TERM " + bench.pid()).start().waitFor())
          .isZero();
      assertThat(bench.waitFor(Launchers.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      bench.destroyForcibly();
    }
    assertThat(bench.exitValue()).isEqualTo(128 + 15);
    assertThat(out).content().contains("verdict      unknown: interrupted");
    Path run = directory.resolve("runs/latest");
    assertThat(Files.readAllLines(run.resolve("history.jsonl"))).isNotEmpty();
    Json results = JsonCodec.parse(Files.readString(run.resolve("results.json")));
    assertThat(((Json.Obj) results).fields()).containsEntry("valid?", Json.of("unknown"));
    assertThat(run.resolve("index.html")).isRegularFile();
  }

  /** A node that logs all that it gets. */
  private void awaitRequest() throws Exception {
    Instant deadline = Instant.now().plus(Launchers.PATIENCE);
    Path log = directory.resolve("runs/latest/node-logs/n0.log");
    while (!Files.exists(log) || !Files.readString(log).contains("'echo'")) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(20);
    }
  }
}
