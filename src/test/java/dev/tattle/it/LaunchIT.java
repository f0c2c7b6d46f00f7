package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launchers under difficult conditions: no jar yet, odd paths, wrong options. */
@Execution(ExecutionMode.CONCURRENT)
class LaunchIT {
  private static final Path SHELL = Path.of("/bin/sh");

  @TempDir Path directory;
  private Path launchers;

  @BeforeEach
  void copyLaunchers() throws IOException {
    launchers = Launchers.copyInto(directory.resolve("tattle"));
  }

  /** What runs instead of Maven. */
  private Map<String, String> maven(String script) throws IOException {
    Path mvn = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\n" + script);
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    return Map.of("PATH", mvn.getParent() + ":" + System.getenv("PATH"));
  }

  @Test
  void firstBuildSaysSoAtOnceAndHowFarItIs() throws Exception {
    Map<String, String> slow =
        maven(
            """
            echo '[INFO] Downloaded from central: a plugin'
            echo '[INFO] --- compiler:3.16.0:compile (default-compile) @ tattle ---'
            sleep 7
            mkdir -p target
            cp '%s' target/tattle.jar
            """
                .formatted(Launchers.JAR));
    BenchRun run = BenchRun.of(directory, launchers.resolve("bench"), slow, "--version");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.out()).startsWith("tattle ").hasLineCount(2);
    assertThat(run.err())
        .startsWith("maelstrom/bench: building ")
        .containsPattern("maelstrom/bench: [0-9]+ s: compiler:3.16.0:compile; 1 file downloaded");
    assertThat(directory.resolve("tattle/.build-lock")).doesNotExist();
  }

  @Test
  void failedBuildSaysWhy() throws Exception {
    Map<String, String> failing = maven("echo '[ERROR] no plugin'; exit 1");
    BenchRun run = BenchRun.of(directory, launchers.resolve("bench"), failing, "--version");
    assertThat(run.status()).isEqualTo(255);
    assertThat(run.err()).contains("\nno plugin\n").contains("the build failed; 'mvn package' in ");
    assertThat(directory.resolve("tattle/.build-lock")).doesNotExist();
  }

  @Test
  void nodeDoesNotBuildButSaysWhatDoes() throws Exception {
    Map<String, String> never = maven("touch was-run");
    BenchRun run = BenchRun.of(directory, launchers.resolve("node"), never);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("build it with: ", "/maelstrom/bench --version");
    assertThat(directory.resolve("tattle/was-run")).doesNotExist();
  }

  /** Made by a shell: the JVM of this test may be in such a locale, too. */
  @Test
  void pathsWithColonsAndUmlautsWorkInTheLocaleOfAscii() throws Exception {
    String script =
        """
        odd=$(printf 'a:b \\303\\274')
        mv tattle "$odd" && mkdir "$odd/target" && cp '%s' "$odd/target" && cd "$odd" || exit 9
        "$PWD/maelstrom/bench" test -w echo --bin maelstrom/node --node-count 1 --time-limit 1 &&
          ls "$PWD/store/echo/latest/results.json"
        """
            .formatted(Launchers.JAR);
    BenchRun run = BenchRun.of(directory, SHELL, Map.of("LC_ALL", "C"), "-c", script);
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.out()).contains("verdict      valid");
  }

  @ParameterizedTest
  @CsvSource({
    "TATTLE_JAVA_OPTS,  -XX:NoSuchOption",
    "JDK_JAVA_OPTIONS,  -XX:NoSuchOption",
    "JAVA_TOOL_OPTIONS, -XX:NoSuchOption",
    "TATTLE_JAVA_OPTS,  -javaagent:/no-such-agent.jar",
    "JAVA_TOOL_OPTIONS, -javaagent:/no-such-agent.jar=port=1",
    "JAVA_TOOL_OPTIONS, -Da=b -agentpath:/no-such-agent.so"
  })
  void optionsThatTheJvmRefusesDoNotLookLikeAnInvalidRun(String variable, String options)
      throws Exception {
    Map<String, String> environment = Map.of(variable, options);
    BenchRun run = BenchRun.of(directory, Launchers.BENCH, environment, "--version");
    assertThat(run.status()).isEqualTo(255);
    assertThat(run.err())
        .containsIgnoringCase(
            options.contains("agent")
                ? variable + ": there is no agent /no-such-agent."
                : "NoSuchOption")
        .contains("the JVM does not start; see TATTLE_JAVA_OPTS");
  }

  /** An agent may wait for a debugger. It is not tried, but the options beside it are. */
  @Test
  void optionsBesideAnAgentAreTried() throws Exception {
    String agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y";
    Map<String, String> environment =
        Map.of("JAVA_TOOL_OPTIONS", agent, "TATTLE_JAVA_OPTS", "-XX:NoSuchOption");
    BenchRun run = BenchRun.of(directory, Launchers.BENCH, environment, "--version");
    assertThat(run.status()).isEqualTo(255);
    assertThat(run.err()).contains("NoSuchOption").doesNotContain("dt_socket");
  }
}
