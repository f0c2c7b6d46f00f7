package dev.tattle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole simulated runs of the node that detects its workload. */
@Isolated("it replaces the standard streams")
class DefaultNodeTest {
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void captureStreams() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(out, true, UTF_8));
  }

  @AfterEach
  void restoreStreams() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  /**
   * Seeds in which a node restarted before any message had decided the kind, or lost its note of
   * it.
   */
  @ParameterizedTest
  @CsvSource({"g-set, 1020", "pn-counter, 6394"})
  void restartedNodesLearnTheKindWithoutAnyTraffic(String workload, int seed) {
    String line =
        "sim --node auto --node-count 3 --time-limit 8 --rate 5 --latency 20"
            + " --faults kill,loss,links --nemesis-interval 4 -w %s --seed %d";
    assertThat(run(line.formatted(workload, seed))).as(out()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "unique-ids", "broadcast", "g-set", "g-counter", "pn-counter"})
  void everyWorkloadSurvivesItsFaults(String workload) {
    String line =
        "sim --node auto --node-count 3 --time-limit 10 --rate 10 --latency 20 --seed 1 --runs 20"
            + " -w ";
    assertThat(run(line + workload)).as(out()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "unique-ids"})
  void echoesAndIdsCostNoServerMessage(String workload) {
    String line = "sim --node auto --faults none --node-count 3 --rate 10 --time-limit 20 --seed 1";
    assertThat(run(line + " -w " + workload)).as(out()).isZero();
    assertThat(out()).contains("0 between servers");
  }

  @Test
  void broadcastCostsWhatItsOwnNodeCosts() {
    String line =
        "sim -w broadcast --faults none --node-count 5 --rate 50 --time-limit 20 --seed 1 --node ";
    run(line + "auto");
    double auto = messagesPerOperation();
    out.reset();
    run(line + "broadcast");
    assertThat(auto).isLessThanOrEqualTo(messagesPerOperation() * 1.01);
  }

  private double messagesPerOperation() {
    String line = out().lines().filter(l -> l.startsWith("messages")).findFirst().orElseThrow();
    return Double.parseDouble(line.replaceAll(".* servers, ([0-9.]+) per operation.*", "$1"));
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private static int run(String line) {
    return BenchCommand.run(line.split(" "));
  }
}
