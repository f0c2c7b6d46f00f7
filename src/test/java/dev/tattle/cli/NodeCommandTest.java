package dev.tattle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it replaces the standard streams")
class NodeCommandTest {
  @RegisterExtension private final CapturedStreams streams = new CapturedStreams();
  private final ByteArrayOutputStream out = streams.out;
  private final ByteArrayOutputStream err = streams.err;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bogus                | there is no option '--bogus'",
        "echo                   | there is no option 'echo'",
        "--bogus=1              | there is no option '--bogus=1'",
        "--workload             | --workload needs a value",
        "--log-level=loud       | there is no log level 'loud'; there are: error, warn, info,"
            + " debug",
        "--latency-budget       | --latency-budget needs a value",
        "--latency-budget=slow  | --latency-budget: expected fast, default, frugal, or a time from"
            + " 0 to 10s like 240ms, but it is 'slow'",
        "--latency-budget 11s   | --latency-budget: expected fast, default, frugal, or a time from"
            + " 0 to 10s like 240ms, but it is '11s'",
        "--log-level loud       | there is no log level 'loud'; there are: error, warn, info,"
            + " debug",
      })
  void aWrongCommandLineIsOneLineWithTheMend(String args, String mend) {
    assertThat(NodeCommand.run(("node " + args).split(" "))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).isEqualTo("node: " + mend + " (see node --help)\n");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void anUnknownWorkloadIsToldWhichThereAre() {
    assertThat(NodeCommand.run(new String[] {"node", "--workload", "x"})).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .startsWith("node: there is no workload 'x'; there are: auto, echo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "default", "frugal", "0", "240ms", "2s"})
  void aLatencyBudgetIsAWordOrATime(String budget) {
    // The workload is looked at last.
    assertThat(NodeCommand.run(new String[] {"node", "--latency-budget", budget, "--workload=x"}))
        .isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("node: there is no workload 'x'");
  }

  @ParameterizedTest
  @CsvSource({
    "--retention,   0,       expected a number of messages from 1 on",
    "--retention,   many,    expected a number of messages from 1 on",
    "--consistency, strong,  expected causal or strict-serializable"
  })
  void wrongSettingIsAnsweredWithWhatIsExpected(String option, String value, String expected) {
    assertThat(NodeCommand.run(new String[] {"node", option, value})).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("node: " + option + ": " + expected);
  }

  @Test
  void listsAreNeverCausal() {
    String[] line = {"node", "--workload", "txn-list-append", "--consistency", "causal"};
    assertThat(NodeCommand.run(line)).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("lists are strict-serializable");
  }

  @Test
  void settingsAreTaken() {
    String[] line = {
      "node", "--retention=9", "--consistency=strict-serializable", "--workload", "x"
    };
    assertThat(NodeCommand.run(line)).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("node: there is no workload 'x'");
  }

  @Test
  void helpAndVersionGoToStdout() {
    assertThat(NodeCommand.run(new String[] {"node", "--workload", "x", "--help"})).isZero();
    assertThat(NodeCommand.run(new String[] {"node", "--version"})).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("Usage: maelstrom/node ")
        .contains("--latency-budget TIME", "fast (sends at once)", "tattle ");
    assertThat(err.toString(UTF_8)).isEmpty();
  }
}
