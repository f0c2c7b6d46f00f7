package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the nodes spread values, as the bench measures it. */
class DisseminationRunTest {
  private static final int NODES = 9;

  private static TestOptions options(String workload, Map<FaultKind, Duration> faults) {
    return TestOptions.builder(
            workload, IntStream.range(0, NODES).mapToObj(i -> new NodeId("n" + i)).toList())
        .ratePerSecond(50)
        .timeLimit(Duration.ofSeconds(10))
        .concurrency(NODES)
        .latency(new Latency(Latency.Distribution.CONSTANT, 50))
        .faults(faults)
        .seed(1)
        .build();
  }

  private static Map<String, Json> dissemination(TestOptions options, LatencyBudget budget) {
    Simulation simulation =
        new Simulation(
            Nodes.factory(options.workload(), NodeSettings.DEFAULT.with(budget)).orElseThrow(),
            AvailabilityChecker.NONE);
    Json.Obj results = simulation.run(options, line -> {}).results().json();
    assertThat(Verdict.of(results)).isEqualTo(Verdict.VALID);
    return part(part(results.fields(), "net"), "dissemination");
  }

  private static Map<String, Json> part(Map<String, Json> fields, String name) {
    assertThat(fields).containsKey(name);
    return ((Json.Obj) fields.getOrDefault(name, Json.NULL)).fields();
  }

  private static double number(Map<String, Json> fields, String name) {
    assertThat(fields).containsKey(name);
    return Double.parseDouble(((Json.Num) fields.getOrDefault(name, Json.NULL)).literal());
  }

  private static double bytes(Map<String, Json> dissemination) {
    return number(dissemination, "bytes-per-value");
  }

  @Test
  void starTakesTwoHopsAndOneMessageForEachNode() {
    Map<String, Json> measured =
        dissemination(options("broadcast", Map.of()), LatencyBudget.DEFAULT);
    assertThat(measured.get("reached-all-count")).isEqualTo(measured.get("value-count"));
    assertThat(number(part(measured, "last-delivery-hop"), "mean")).isBetween(1.5, 2.0);
    assertThat(part(measured, "last-delivery-hop")).containsEntry("max", new Json.Num("2.0"));
    assertThat(number(part(measured, "relative-message-redundancy"), "mean")).isBetween(0.0, 0.01);
    assertThat(measured).doesNotContainKey("convergence");
  }

  @Test
  void fastBudgetTakesOneHop() {
    Map<String, Json> measured = dissemination(options("g-set", Map.of()), LatencyBudget.FAST);
    assertThat(measured.get("reached-all-count")).isEqualTo(measured.get("value-count"));
    assertThat(part(measured, "last-delivery-hop"))
        .containsEntry("mean", new Json.Num("1.0"))
        .containsEntry("max", new Json.Num("1.0"));
  }

  @Test
  void nodesConvergeAfterPartitions() {
    Map<String, Json> measured =
        dissemination(
            options("broadcast", Map.of(FaultKind.PARTITION, Duration.ofSeconds(2))),
            LatencyBudget.DEFAULT);
    Map<String, Json> convergence = part(measured, "convergence");
    assertThat(convergence)
        .containsEntry("unfinished-count", Json.of(0))
        .containsKey("median-ms")
        .doesNotContainEntry("max-ms", Json.of(0));
  }

  @Test
  void largeValuesArriveAndAreManyBytes() {
    TestOptions small = options("broadcast", Map.of());
    Map<String, Json> measured =
        dissemination(small.toBuilder().largeValues(0.05).build(), LatencyBudget.DEFAULT);
    assertThat(measured.get("reached-all-count")).isEqualTo(measured.get("value-count"));
    // One in twenty is 100 KB, for each of the eight other nodes.
    assertThat(bytes(measured) - bytes(dissemination(small, LatencyBudget.DEFAULT)))
        .isBetween(0.9 * 0.05 * 8 * 100_000, 1.2 * 0.05 * 8 * 100_000);
  }
}
