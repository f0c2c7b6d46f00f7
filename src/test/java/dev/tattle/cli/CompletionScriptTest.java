package dev.tattle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("it replaces the standard streams")
class CompletionScriptTest {
  private static final Path BASH = Path.of("/bin/bash");

  /** Finds the function for a command as bash does, and asks it for completions. */
  private static final String ASK =
      """
      set -u
      complete() { for name in "${@:5}"; do functions+=" $name=$4"; done; }
      functions=
      source completion
      line=$1
      read -r -a COMP_WORDS <<<"$line"
      [ "${line% }" = "$line" ] || COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      for function in $functions; do
        if [ "${function%%=*}" = "${COMP_WORDS[0]##*/}" ]; then
          "${function#*=}"
        fi
      done
      echo "${COMPREPLY[*]}"
      """;

  @RegisterExtension private final CapturedStreams streams = new CapturedStreams();
  private final ByteArrayOutputStream out = streams.out;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maelstrom/bench t                           | test",
        "./maelstrom/bench check --w                 | --workload",
        "/opt/tattle/maelstrom/bench sim -w txn      | txn-list-append txn-rw-register",
        "bench test --workload = broad               | broadcast",
        "bench test --workload=broad                 | --workload=broadcast",
        "bench test --latency-dist u                 | uniform",
        "bench test --topology tree                  | tree tree2 tree3 tree4",
        "bench test --nemesis partition,p            | partition,partition partition,pause",
        "bench sim --faults sl                       | slow slow-disk",
        "bench sim --consistency s                   | strict-serializable",
        "bench test -w echo -- --w                   | ''",
        "bench test --bin m                          | ''",
        "maelstrom/counter cl                        | client cluster",
        "maelstrom/counter cluster st                | start status stop",
        "maelstrom/counter cluster start --fsync a   | always",
        "maelstrom/counter client g                  | get get-and-reset",
        "maelstrom/counter client get --node         | --node-id",
        "maelstrom/counter serve --log-level w       | warn",
        "maelstrom/counter serve --data              | --data-dir",
      })
  void bashCompletesCommandsOptionsAndValues(String line, String expected) throws Exception {
    assertThat(completions(line)).isEqualTo(expected);
  }

  @Test
  void afterASpaceAllThatCanFollowIsOffered() throws Exception {
    assertThat(completions("maelstrom/bench ")).startsWith("test cluster sim");
    assertThat(completions("maelstrom/bench test ")).contains("--workload", "--bin", "--help");
    assertThat(completions("maelstrom/bench test --nemesis ")).contains("partition", "kill");
    assertThat(completions("maelstrom/bench test --rate ")).isEmpty();
  }

  private String completions(String line) throws Exception {
    assumeThat(BASH).as("bash").exists();
    if (line.split(" ", -1)[0].endsWith("bench")) {
      BenchCommand.run(new String[] {"completion"});
    } else {
      CounterCommand.run(new String[] {"completion"});
    }
    Files.writeString(directory.resolve("completion"), out.toString(UTF_8));
    out.reset();
    Process bash =
        new ProcessBuilder(BASH.toString(), "-c", ASK, "ask", line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }
}
