package dev.tattle.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.HistoryLines;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffendersTest {
  private static final List<NodeId> NODES = List.of(new NodeId("n0"), new NodeId("n1"));

  /** Lines of {@code [ms, type, process, f, value]}; reads from 10 s on are final. */
  private static List<Operation> history(String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      String[] parts = line.split(" ", 5);
      long millis = Long.parseLong(parts[0]);
      boolean isFinal = millis >= 10_000 && parts[3].equals("read");
      String process = parts[2].equals("nemesis") ? "\"nemesis\"" : parts[2];
      text.append(
          "{\"time\":%d,\"type\":\"%s\",\"process\":%s,\"f\":\"%s\",\"value\":%s,\"final?\":%s}%n"
              .formatted(millis * 1_000_000, parts[1], process, parts[3], parts[4], isFinal));
    }
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HistoryCodec.read(new ByteArrayInputStream(bytes), "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> offenders(String workload, List<Operation> history) {
    Results results = Workloads.of(workload).simulationJudgement(Demands.NONE).judge(history, null);
    return Offenders.lines(results, history, NODES);
  }

  @Test
  void lostValueIsItsAddAndTheReads() {
    List<Operation> history =
        history(
            "0 invoke 0 broadcast 7",
            "1 ok 0 broadcast 7",
            "5 invoke 0 read null",
            "6 ok 0 read [7]",
            "10000 invoke 1 read null",
            "10001 ok 1 read []");
    assertThat(offenders("broadcast", history))
        .containsExactly(
            "    0.000 s  n0  broadcast 7: ok  <- 7 is lost",
            "    0.005 s  n0  read: [7]  <- the last to show 7",
            "   10.000 s  n1  read at the end: []  <- without 7");
  }

  /** A reader of a small run must not look for the wrong operation. */
  @Test
  void wholeHistorySaysWhichOperationsAreWrong() {
    List<Operation> history =
        history(
            "0 invoke 0 generate null",
            "1 ok 0 generate 5",
            "2 info nemesis start-kill {\"n0\":\"killed\"}",
            "3 info nemesis stop-kill {\"n0\":\"started\"}",
            "4 invoke 1 generate null",
            "5 ok 1 generate 6",
            "6 invoke 1 generate null",
            "7 ok 1 generate 5");
    Results results =
        Workloads.of("unique-ids").simulationJudgement(Demands.NONE).judge(history, null);
    assertThat(Offenders.within(results, history, NODES))
        .containsExactly(
            "    0.000 s  n0  generate: 5  <- 5 more than once",
            "    0.002 s  kill {\"n0\":\"killed\"} until 0.003 s",
            "    0.004 s  n1  generate: 6",
            "    0.006 s  n1  generate: 5  <- 5 more than once");
  }

  @Test
  void listThatIsCutSaysHowManyAreLeftOut() {
    assertThat(offenders("unique-ids", idsTwice(5)))
        .hasSize(7)
        .last()
        .isEqualTo("and 2 more values or operations; see results.json");
    assertThat(offenders("unique-ids", idsTwice(4)))
        .last()
        .isEqualTo("and 1 more value or operation; see results.json");
  }

  private static List<Operation> idsTwice(int ids) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2 * ids; i++) {
      lines.add(2 * i + " invoke 0 generate null");
      lines.add(2 * i + 1 + " ok 0 generate " + i % ids);
    }
    return history(lines.toArray(String[]::new));
  }

  @Test
  void wrongFinalReadIsShownWithWhatWasExpected() {
    List<Operation> history =
        history(
            "0 invoke 0 add 2",
            "1 ok 0 add 2",
            "10000 invoke 0 read null",
            "10000 invoke 1 read null",
            "10001 ok 0 read 2",
            "10001 ok 1 read 4");
    assertThat(offenders("g-counter", history))
        .containsExactly(
            "   10.000 s  n0  read at the end: 2  <- the nodes do not agree",
            "   10.000 s  n1  read at the end: 4  <- expected 2");
  }

  @Test
  void idThatCameTwiceIsShownBothTimes() {
    List<Operation> history =
        history(
            "0 invoke 0 generate null",
            "1 ok 0 generate \"x\"",
            "2 invoke 1 generate null",
            "3 ok 1 generate \"x\"",
            "4 invoke 1 generate null",
            "5 ok 1 generate \"y\"");
    assertThat(offenders("unique-ids", history))
        .containsExactly(
            "    0.000 s  n0  generate: x  <- x more than once",
            "    0.002 s  n1  generate: x  <- x more than once");
  }

  @Test
  void validRunHasNone() {
    List<Operation> history =
        history(
            "0 invoke 0 add 2", "1 ok 0 add 2", "10000 invoke 0 read null", "10001 ok 0 read 2");
    assertThat(offenders("g-counter", history)).isEmpty();
  }

  @Test
  void wholeHistoryHasALineForEachOperationAndFault() {
    List<Operation> history =
        history(
            "0 invoke 0 add 2",
            "100 info nemesis start-kill \"one\"",
            "100 info nemesis start-kill {\"n0\":\"killed\"}",
            "2000 info nemesis stop-kill null",
            "2000 info nemesis stop-kill {\"n0\":\"started\"}",
            "2000 info nemesis stop-skew {}",
            "5000 info 0 add 2",
            "6000 info nemesis start-skew {\"n1\":0.5}");
    assertThat(HistoryLines.of(history, NODES))
        .containsExactly(
            "    0.000 s  n0  add 2: unknown",
            "    0.100 s  kill {\"n0\":\"killed\"} until 2.000 s",
            "    6.000 s  skew {\"n1\":0.5} until the end");
  }
}
