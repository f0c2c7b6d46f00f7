package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.core.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bench does not care in what a node is written. */
class OtherLanguagesIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @ParameterizedTest
  @CsvSource({"python3, echo.py", "node, echo.js"})
  void anEchoNodeIsValid(String interpreter, String program) throws Exception {
    assumeTrue(isInstalled(interpreter), interpreter + " is not installed");
    String line =
        "test -w echo --bin %s --node-count 2 --rate 50 --time-limit 1 --availability total"
            .formatted(Launchers.RESOURCES.resolve("nodes").resolve(program));
    BenchRun run = BenchRun.of(directory, line.split(" ", -1));
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.result("valid?")).isEqualTo(Json.of(true));
    assertThat(run.count("stats", "ok-count")).isPositive().isEqualTo(run.count("stats", "count"));
    assertThat(run.results().resolve("node-logs/n1.log")).hasContent("initialised n1");
  }

  private static boolean isInstalled(String interpreter) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(interpreter, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(Launchers.PATIENCE.toSeconds(), TimeUnit.SECONDS)
          && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
