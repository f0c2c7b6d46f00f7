package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Somebody who has read only the README gets where they want to: each test runs the commands of one
 * section, as they stand there. CounterServiceIT does so for the counters.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReadmePathsIT {
  private static final Path SHELL = Path.of("/bin/sh");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  /** A folder that looks like a checkout, with a store of its own. */
  @BeforeEach
  void checkOut() throws IOException {
    Launchers.linkInto(directory);
    Files.createDirectory(directory.resolve("store"));
  }

  @AfterEach
  void unlink() throws IOException {
    Launchers.unlink(directory);
  }

  private BenchRun sh(String script) throws Exception {
    return BenchRun.of(directory, SHELL, Map.of(), "-c", script);
  }

  private static List<String> commands(String section) throws IOException {
    return Pages.block(Pages.README, section).lines().toList();
  }

  @Test
  void aWorkloadRunsAndItsReportCanBeRead() throws Exception {
    List<String> commands = commands("Two commands");
    assertThat(commands).hasSize(2).last().isEqualTo("./run-tests.sh");
    String test = commands.get(0).replace("--time-limit 20", "--time-limit 2");
    BenchRun run = sh(test);
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.out()).contains("verdict      valid");
    String page = Files.readString(directory.resolve("store/latest/index.html"));
    assertThat(page).contains("Latency", "partition");

    String serve = Pages.block(Pages.README, "Read a report").strip();
    BenchRun list =
        sh(
            serve
                + " --port 0 >url & s=$!; while ! [ -s url ]; do sleep 0.1; done;"
                + " curl -sS \"$(grep -o 'http://[^ ]*' url)\"; kill $s");
    assertThat(list.out()).contains("broadcast", "valid");
  }

  @Test
  void aFailingSeedIsShrunkAndReplayed() throws Exception {
    List<String> commands = commands("Replay a failing seed");
    assertThat(commands).hasSize(2);
    BenchRun failing = sh(commands.get(0));
    assertThat(failing.status()).as(failing.toString()).isEqualTo(1);
    assertThat(failing.out()).contains("verdict      INVALID").contains("2 nodes, 2 operations");
    BenchRun replayed = sh(commands.get(1));
    assertThat(replayed.status()).as(replayed.toString()).isEqualTo(1);
    assertThat(replayed.out()).contains("verdict      INVALID").contains("operations   2: ");
  }

  /** Making the picture takes half a minute and needs a browser. */
  @Test
  void thePictureIsThereAndItsScriptSaysWhatIsMissing() throws Exception {
    assertThat(Files.readString(Pages.README)).contains("(src/docs/images/report.png)");
    assertThat(Files.size(Pages.DOCS.resolve("images/report.png"))).isBetween(10_000L, 150_000L);
    Path tools = Files.createDirectory(directory.resolve("tools"));
    String dirname = sh("command -v dirname").out().strip();
    Files.createSymbolicLink(tools.resolve("dirname"), Path.of(dirname));
    BenchRun run =
        BenchRun.of(directory, SHELL, Map.of("PATH", tools.toString()), "src/docs/images/make.sh");
    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    assertThat(run.err()).contains("no Chromium or Chrome is on the PATH");
  }

  @Test
  void aNodeIsWrittenAndPasses() throws Exception {
    assumeTrue(sh("python3 --version").status() == 0, "python3 is not installed");
    String script = Pages.block(Pages.README, "Write a node");
    BenchRun run = sh("set -e\n" + script.replace("--time-limit 5", "--time-limit 1"));
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.out()).contains("verdict      valid");
  }
}
