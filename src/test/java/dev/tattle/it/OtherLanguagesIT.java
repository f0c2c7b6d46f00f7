package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.core.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The nodes of {@code TEST-YOUR-OWN-NODE.md} do what the page says; {@link WalksIT} follows its
 * walk.
 */
@Execution(ExecutionMode.CONCURRENT)
class OtherLanguagesIT {
  private static final Path PAGE = Launchers.ROOT.resolve("src/docs/TEST-YOUR-OWN-NODE.md");
  private static final Path TARGET = Launchers.ROOT.resolve("target");
  private static final String JVM = Path.of(System.getProperty("java.home"), "bin").toString();

  private static final Pattern PROGRAM =
      Pattern.compile("^`([\\w.]+)`:\n```\\w+\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern FIRST_PROBLEM =
      Pattern.compile("^```\n(test: .*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private static Map<String, String> programs() throws IOException {
    Map<String, String> programs = new LinkedHashMap<>();
    Matcher matcher = PROGRAM.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      programs.put(matcher.group(1), matcher.group(2));
    }
    return programs;
  }

  @Test
  void allProgramsOfThePageAreTested() throws IOException {
    assertThat(programs())
        .containsOnlyKeys(
            "echo.py", "broadcast.py", "broadcast.js", "broadcast.go", "RetryNode.java");
  }

  @Test
  void anEchoNodeIsValid() throws Exception {
    assumeRuns("python3", "--version");
    Path program = executable("echo.py", programs().get("echo.py"));
    BenchRun run = run(program, "-w echo --node-count 2 --rate 50 --time-limit 1");
    assertIsValid(run);
    assertThat(run.count("stats", "ok-count")).isPositive().isEqualTo(run.count("stats", "count"));
    assertThat(run.results().resolve("node-logs/n1.log")).hasContent("I am n1");
  }

  @Test
  void anEchoNodeThatBreaksTheProtocolIsToldOfAsThePageShows() throws Exception {
    assumeRuns("python3", "--version");
    String good = "{\"type\": \"echo_ok\", \"echo\": body[\"echo\"]}";
    String bad = "{\"type\": \"echo_ok\", \"echo\": body[\"echo\"], \"by\": me}";
    assertThat(programs().get("echo.py")).contains(good);
    assertThat(Files.readString(PAGE)).contains("`" + bad + "`");
    Path program = executable("echo.py", programs().get("echo.py").replace(good, bad));
    BenchRun run = run(program, "-w echo --node-count 1 --rate 20 --time-limit 1");
    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    Matcher shown = FIRST_PROBLEM.matcher(Files.readString(PAGE));
    assertThat(shown.find()).isTrue();
    // What is echoed differs from run to run, and how often.
    List<String> lines =
        shown.group(1).lines().filter(line -> !line.matches(".*(Please echo|count:).*")).toList();
    assertThat(lines).hasSize(4);
    assertThat(run.err().lines()).containsAll(lines);
  }

  @ParameterizedTest
  @CsvSource({
    "broadcast.py, python3, --version",
    "broadcast.js, node, --version",
    "broadcast.go, go, version",
    "RetryNode.java, javac, --version"
  })
  void aBroadcastNodeKeepsItsValuesUnderFaults(String name, String tool, String question)
      throws Exception {
    assumeRuns(tool.equals("javac") ? JVM + File.separator + tool : tool, question);
    Path program = built(name, programs().get(name));
    BenchRun run =
        run(
            program,
            "-w broadcast --node-count 3 --rate 50 --time-limit 2"
                + " --nemesis partition,loss,duplicate --nemesis-interval 0.3 -- 0.1");
    assertIsValid(run);
    assertThat(run.count("workload", "stable-count"))
        .isPositive()
        .isEqualTo(run.count("workload", "attempt-count"));
  }

  /** The page shows the result of the whole run, which takes half a minute. */
  @Test
  void aBroadcastNodeThatForgetsWhatItSentLosesValues() throws Exception {
    assumeRuns("python3", "--version");
    String page = Files.readString(PAGE).replaceAll("\\s+", " ");
    assertThat(page).contains("add `values.clear()` below the call of `send`");
    String send =
        " ".repeat(20) + "send(peer, {\"type\": \"gossip\", \"values\": sorted(values)})\n";
    String good = programs().get("broadcast.py");
    assertThat(good).containsOnlyOnce(send);
    String bad = good.replace(send, send + " ".repeat(20) + "values.clear()\n");
    String command = Pages.block(PAGE, "When the node is wrong");
    assertThat(command).startsWith("maelstrom/bench test -w broadcast --bin ./broadcast.py ");
    String options =
        command
            .substring(command.indexOf(" --time-limit") + 1)
            .replaceAll("\\\\\n *", "")
            .replace("--time-limit 20", "--time-limit 4 --rate 50")
            .replace("--nemesis-interval 2", "--nemesis-interval 0.5")
            .strip();
    BenchRun run = run(executable("broadcast.py", bad), "-w broadcast " + options);
    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    assertThat(run.out()).containsPattern("verdict +INVALID: \\d+ values were lost");
  }

  private BenchRun run(Path program, String options) throws Exception {
    String line = "test --bin %s %s".formatted(program, options);
    return BenchRun.of(directory, line.split(" ", -1));
  }

  private static void assertIsValid(BenchRun run) throws Exception {
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.result("valid?")).isEqualTo(Json.of(true));
  }

  private Path built(String name, String text) throws Exception {
    if (name.endsWith(".go")) {
      Files.writeString(directory.resolve(name), text);
      Path program = directory.resolve("broadcast-go");
      assertEndsWell("go", "build", "-o", program.toString(), name);
      return program;
    }
    return name.endsWith(".java") ? compiled(name, text) : executable(name, text);
  }

  private Path compiled(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
    String jar = TARGET.resolve("tattle.jar").toString();
    assertEndsWell(JVM + "/javac", "-d", "classes", "-cp", jar, name);
    String path = directory.resolve("classes") + ":" + TARGET.resolve("test-classes") + ":" + jar;
    String node = name.replace(".java", "");
    return executable(
        "retry-node",
        "#!/bin/sh\nexec '%s/java' -ea -cp '%s' dev.tattle.it.AnyNode %s\n"
            .formatted(JVM, path, node));
  }

  private Path executable(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static void assumeRuns(String... command) throws InterruptedException {
    assumeTrue(endsWell(new ProcessBuilder(command)), command[0] + " is not installed");
  }

  private void assertEndsWell(String... command) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    assertThat(endsWell(new ProcessBuilder(words).directory(directory.toFile())))
        .as("%s ends well", words)
        .isTrue();
  }

  private static boolean endsWell(ProcessBuilder builder) throws InterruptedException {
    try {
      Process process =
          builder
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
