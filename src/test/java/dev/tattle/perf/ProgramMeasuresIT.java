package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures other people's programs, including some that fail. */
class ProgramMeasuresIT {
  private static final Path NODES = Path.of("src/test/resources/nodes").toAbsolutePath();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Set<Metric> STARTED =
      EnumSet.of(Metric.START, Metric.START_P90, Metric.START_MANY);
  private static final Set<Metric> ECHOED =
      EnumSet.of(
          Metric.ECHO,
          Metric.LATENCY_RATE,
          Metric.LATENCY_P50,
          Metric.LATENCY_P99,
          Metric.LATENCY_P999);

  /** Adds what it is told to a sum in seq-kv, and acknowledges once that is there. */
  private static final String COUNTER =
      """
      #!/usr/bin/env python3
      import json, sys
      waiting = {}
      def send(dest, **body):
          print(json.dumps({"src": "n1", "dest": dest, "body": body}), flush=True)
      for line in sys.stdin:
          message = json.loads(line)
          body = message["body"]
          if body["type"] == "add":
              waiting[body["msg_id"]] = message["src"]
              send("seq-kv", type="write", key="sum", value=body["msg_id"], msg_id=body["msg_id"])
          elif body["type"] == "write_ok":
              send(waiting[body["in_reply_to"]], type="add_ok", in_reply_to=body["in_reply_to"])
          else:
              send(message["src"], type=body["type"] + "_ok", in_reply_to=body["msg_id"])
      """;

  /** Acknowledges all values and shows none. */
  private static final String FORGETFUL =
      """
      #!/usr/bin/env python3
      import json, sys
      for line in sys.stdin:
          message = json.loads(line)
          body = message["body"]
          answer = {"type": body["type"] + "_ok", "in_reply_to": body["msg_id"], "messages": [1, 1]}
          print(json.dumps({"src": "n1", "dest": "c1", "body": answer}), flush=True)
      """;

  @TempDir Path directory;

  @BeforeEach
  void needsPython() throws Exception {
    Process process;
    try {
      process = new ProcessBuilder("python3", "--version").start();
    } catch (IOException e) {
      assumeTrue(false, "no python3");
      return;
    }
    assumeTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, "no python3");
  }

  private static Limits limits(Duration patience) {
    return new Limits(1, 2, 50, Duration.ofMillis(100), patience, Duration.ZERO);
  }

  private Figures measure(Path bin, Duration patience, String... args) throws Exception {
    Memory memory = new Memory(directory.resolve("nowhere"));
    Program program = Program.node("p", bin, List.of(args));
    List<String> progress = new ArrayList<>();
    Figures figures =
        new ProgramMeasures(program, limits(patience), memory, progress::add)
            .take(Double.POSITIVE_INFINITY);
    assertThat(progress).startsWith("measuring p: start");
    return figures;
  }

  private Path program(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("program"), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static Set<Metric> measured(Figures figures) {
    Set<Metric> measured = EnumSet.noneOf(Metric.class);
    for (Metric metric : Metric.values()) {
      if (figures.of(metric).isPresent()) {
        measured.add(metric);
      }
    }
    return measured;
  }

  private static Set<Metric> both(Set<Metric> some, Set<Metric> others) {
    Set<Metric> all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }

  @Test
  void whatANodeDoesNotServeIsToldAndLeftOut() throws Exception {
    Figures figures = measure(NODES.resolve("echo.py"), LONG);
    assertThat(measured(figures)).isEqualTo(both(STARTED, ECHOED));
    assertThat(figures.problems()).hasSize(4);
    assertThat(figures.problems().get(0))
        .startsWith("broadcast: it answered {")
        .contains("\"code\": 10");
    assertThat(figures.problems().get(1)).startsWith("g-counter: it answered {");
    assertThat(figures.problems().get(2)).startsWith("kafka: it answered {");
    assertThat(figures.problems().get(3)).startsWith("lin-kv: it answered {");
  }

  @Test
  void nodeThatHangsIsGivenUp() throws Exception {
    Figures figures = measure(NODES.resolve("broken.py"), Duration.ofMillis(100), "deaf");
    assertThat(figures.hasStarted()).isFalse();
    assertThat(measured(figures)).isEmpty();
    assertThat(figures.problems())
        .containsExactly("start: 1 of 1 requests were not answered within 0.1 s");
  }

  @Test
  void nodeThatDiesIsToldWithItsLastWords() throws Exception {
    Figures figures = measure(NODES.resolve("broken.py"), LONG, "dies");
    assertThat(measured(figures)).isEqualTo(STARTED);
    String how = ": it ended: exit status 3; its last words: something terrible";
    assertThat(figures.problems())
        .containsExactly(
            "echo" + how, "broadcast" + how, "g-counter" + how, "kafka" + how, "lin-kv" + how);
  }

  @Test
  void nodeThatWritesGarbageIsTold() throws Exception {
    Figures figures = measure(NODES.resolve("broken.py"), LONG, "garbage");
    assertThat(measured(figures)).isEqualTo(STARTED);
    assertThat(figures.problems()).hasSize(5);
    assertThat(figures.problems().get(0))
        .startsWith("echo: it wrote what is no message: ")
        .endsWith("hello world");
  }

  @Test
  void programThatCannotBeStartedIsTold() throws Exception {
    Figures figures = measure(program("neither a script nor a binary\0"), LONG);
    assertThat(figures.hasStarted()).isFalse();
    assertThat(figures.problems()).hasSize(1);
    assertThat(figures.problems().get(0)).startsWith("start: ");
  }

  @Test
  void nodesReachTheServices() throws Exception {
    Figures figures = measure(program(COUNTER), LONG);
    assertThat(measured(figures)).contains(Metric.COUNTER);
    assertThat(figures.problems())
        .containsExactly(
            "broadcast: its read_ok has no array of messages",
            "kafka: its poll_ok has no object of messages");
  }

  @Test
  void valuesThatAreAcknowledgedMustBeThere() throws Exception {
    Figures figures = measure(program(FORGETFUL), LONG);
    assertThat(figures.problems())
        .containsExactly(
            "broadcast: it acknowledged 50 values and shows 1",
            "kafka: its poll_ok has no object of messages");
    assertThat(measured(figures)).doesNotContain(Metric.VALUES, Metric.VALUES_READ);
  }
}
