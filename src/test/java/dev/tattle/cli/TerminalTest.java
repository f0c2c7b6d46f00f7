package dev.tattle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Whatever nodes or histories say reaches the terminal as plain text only. */
@Isolated("it replaces standard output")
class TerminalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, UTF_8);

  @TempDir Path directory;

  @Test
  void onlyTheTerminalItselfErasesALine() {
    Terminal terminal = new Terminal(stream);
    terminal.println("\u001b[31mred");
    terminal.erase();
    assertThat(bytes.toString(UTF_8))
        .isEqualTo("\\u001b[31mred" + System.lineSeparator() + "\r\u001b[K");
  }

  @Test
  void problemOfANodeForgesNoLine() {
    String odd = "x\nverdict      valid";
    Problem problem = Problem.of(new NodeId("n0"), Problem.Kind.GARBAGE, odd, "line", Json.of(odd));
    assertThat(problem.text()).hasLineCount(2).contains("x\\nverdict", "\n  line: x\\nverdict");
  }

  @Test
  void lostValueForgesNoLineOfTheSummary() throws IOException {
    Path history = directory.resolve("history.jsonl");
    Files.writeString(
        history,
        """
        {"time":1,"type":"invoke","process":0,"f":"generate","value":null}
        {"time":2,"type":"ok","process":0,"f":"generate","value":"a\\nverdict      valid\\u001b[2J"}
        {"time":3,"type":"invoke","process":0,"f":"generate","value":null}
        {"time":4,"type":"ok","process":0,"f":"generate","value":"a\\nverdict      valid\\u001b[2J"}
        """);
    PrintStream real = System.out;
    System.setOut(stream);
    try {
      assertThat(BenchCommand.run(new String[] {"check", "-w", "unique-ids", history.toString()}))
          .isEqualTo(1);
    } finally {
      System.setOut(real);
    }
    assertThat(bytes.toString(UTF_8))
        .contains("a\\nverdict      valid\\u001b[2J (2 times)")
        .doesNotContain("\u001b", "\nverdict      valid");
  }

  @Test
  void listThatWasCutSaysHowLongItWas() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append(
          """
          {"time":%1$d,"type":"invoke","process":0,"f":"generate","value":null}
          {"time":%1$d,"type":"ok","process":0,"f":"generate","value":"%2$s"}
          """
              .formatted(i, i / 2));
    }
    Path history = Files.writeString(directory.resolve("history.jsonl"), text);
    PrintStream real = System.out;
    System.setOut(stream);
    try {
      BenchCommand.run(new String[] {"check", "-w", "unique-ids", history.toString()});
    } finally {
      System.setOut(real);
    }
    assertThat(bytes.toString(UTF_8)).contains("(100 in all)");
  }
}
