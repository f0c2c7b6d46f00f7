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
class CounterCommandTest {
  @RegisterExtension private final CapturedStreams streams = new CapturedStreams();
  private final ByteArrayOutputStream out = streams.out;
  private final ByteArrayOutputStream err = streams.err;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "bogus                             | there is no command 'bogus'; there are serve,",
        "serve --addr x                    | --addr: expected host:port",
        "serve --discovery localhost:8000  | --discovery: expected a URL, as in http://",
        "serve --fsync never               | --fsync: expected one of always, interval",
        "serve --cluster-size 0            | --cluster-size: expected at least 1",
        "discovery --expire 0s             | --expire: expected at least 1s",
        "serve --mode x                    | --mode: expected one of eventual, strong",
        "client                            | ACTION: expected exactly one, as in",
        "client x                          | ACTION: expected one of increment, decrement,",
        "client add --action add           | ACTION: expected exactly one, as in",
        "client cas --to 5                 | --from: this action needs it, as in --from 5",
        "client reserve                    | --count: this action needs it",
        "client --action x                 | --action: expected one of increment, decrement,",
        "client --action add               | --delta: this action needs it",
        "client --action batch             | --adds: batch needs counters",
        "client --action batch --adds a    | --adds: expected NAME=N",
        "client --action get --node-id 0   | --node-id: expected 1 to 99",
        "client --action watch --count 0   | --count: expected at least 1",
        "cluster                           | expected a command: ",
        "cluster start --node-count 0      | --node-count: expected 1 to 50",
        "torture --node-count 0            | --node-count: expected 1 to 25",
        "torture --fsync never             | --fsync: expected one of always, interval",
        "client get --nodeId 0             | --node-id: expected 1 to 99",
        "client next --ttl 1d              | --ttl: expected a number and ms, s, m or h",
        "cluster kill                      | Missing required parameter: 'NODE'",
        "cluster status --data-dir target/x | there is no cluster in target/x; create one",
      })
  void wrongCommandLinesAreToldInOneLine(String line, String message) {
    assertThat(CounterCommand.run(line.split(" "))).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString(UTF_8)).contains(message).hasLineCount(1);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "discovery --help",
        "client --help",
        "backup --help",
        "restore --help",
        "torture --help",
        "completion --help",
        "cluster --help",
        "cluster start --help",
        "cluster status --help",
        "cluster stop --help",
        "cluster kill --help",
        "cluster partition --help",
        "cluster heal --help"
      })
  void helpFitsAnOrdinaryTerminal(String line) {
    assertThat(CounterCommand.run(line.split(" "))).isEqualTo(0);
    String help = out.toString(UTF_8);
    assertThat(help).startsWith("Usage: maelstrom/counter").contains("Examples:", "Exit: 0");
    assertThat(help).doesNotContain("localhost:\n").matches("\\p{ASCII}*");
    assertThat(help.lines()).allSatisfy(l -> assertThat(l).hasSizeLessThan(81));
  }

  @Test
  void oldNamesOfOptionsWorkAndHelpDoesNotShowThem() {
    CounterCommand.run("cluster status --help".split(" "));
    CounterCommand.run("serve --help".split(" "));
    assertThat(out.toString(UTF_8)).contains("--data-dir").doesNotContain("--data=", "nodeId");
    CounterCommand.run("serve --data x --nodeId 1 --mode x".split(" "));
    assertThat(err.toString(UTF_8)).contains("--mode: expected one of").hasLineCount(1);
  }

  @Test
  void nobodyAnswersAndItWasNotDone() {
    String line = "client --addr localhost:1 --action increment --timeout 1s";
    assertThat(CounterCommand.run(line.split(" "))).isEqualTo(ExitStatus.BROKEN);
    assertThat(err.toString(UTF_8)).contains("this was not done: no node answers at localhost:1");
  }
}
