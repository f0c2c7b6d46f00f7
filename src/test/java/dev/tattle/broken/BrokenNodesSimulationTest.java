package dev.tattle.broken;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.CaseCodec;
import dev.tattle.bench.shrink.CaseException;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Shrinker;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.nodes.NodeSettings;
import dev.tattle.nodes.Nodes;
import dev.tattle.sim.Latency;
import dev.tattle.wire.JsonCodec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulation finds nodes that are broken on purpose, and shrinks what it finds. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenNodesSimulationTest {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  /**
   * The last column bounds the size of the smallest case: nodes, operations, faults.
   *
   * @param symptom the beginning of one of the symptoms of the seed that finds the fault
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "drop-delta,      broadcast,  1, workload lost-count,       2 3 0",
    "lost-ack,        broadcast,  3, agreement,                 2 1 2",
    "no-dedup,        broadcast,  1, shown-twice,               3 1 0",
    "no-catch-up,     broadcast,  1, agreement,                 2 1 1",
    "dying-relay,     broadcast,  1, workload lost-count,       3 1 1",
    "double-free,     broadcast,  1, died,                      2 1 1",
    "skipping-digest, broadcast,  1, workload lost-count,       2 2 1",
    "merge-adds,      g-counter,  1, invariant,                 2 1 0",
    "last-wins,       g-counter,  1, workload,                  2 2 1",
    "double-cas,      g-counter,  1, invariant,                 2 6 1",
    "reuse-ids,       unique-ids, 1, invariant,                 1 3 0",
    "early-ids,       unique-ids, 1, invariant,                 1 2 2",
    "sloppy-reply,    broadcast,  1, malformed-reply,           1 1 0"
  })
  void brokenNodeIsFoundAndShrunk(
      String mode, String workload, int seeds, String symptom, String size) {
    Simulation simulation = simulation(BrokenNode.factory(mode));
    Trial found = firstFailure(simulation, workload, seeds);
    Failure failure = Failure.of(found);
    assertThat(failure.symptoms()).anyMatch(s -> s.startsWith(symptom));

    Case smallest = Hunt.shrink(simulation, found).smallest();
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(Hunt.Size.parse(size)), "at most " + size);
    assertThat(Failure.of(simulation.run(smallest.options(), line -> {}))).isEqualTo(failure);
  }

  /** With a disk. Without its fault the node passes: nothing that it acknowledged is lost. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "hasty-set,     g-set,      4, workload lost-count, 2 3 1",
    "hasty-counter, pn-counter, 4, workload,            1 1 1"
  })
  void nodeThatAcknowledgesBeforeItsDiskHasItIsFound(
      String mode, String workload, int seeds, String symptom, String size) {
    Simulation simulation = simulation(BrokenNode.factory(mode));
    Trial found = Hunt.firstFailure(simulation, seeds, seed -> durable(workload, seed));
    assertThat(Failure.of(found).symptoms()).anyMatch(s -> s.startsWith(symptom));
    Case smallest = Hunt.shrink(simulation, found).smallest();
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(Hunt.Size.parse(size)), "at most " + size);
  }

  @ParameterizedTest
  @CsvSource({"g-set", "pn-counter"})
  void durableNodeIsRight(String workload) {
    NodeFactory factory = Nodes.factory(workload, NodeSettings.DEFAULT).orElseThrow();
    Simulation simulation = simulation(factory);
    for (int seed = 0; seed < 40; seed++) {
      Trial trial = simulation.run(durable(workload, seed), line -> {});
      assertThat(Failure.of(trial).symptoms()).as("seed %d", seed).isEmpty();
    }
  }

  private static Trial firstFailure(Simulation simulation, String workload, int seeds) {
    return Hunt.firstFailure(simulation, seeds, seed -> options(workload, seed));
  }

  @Test
  void sameSeedShrinksToTheSameCase() {
    Simulation simulation = simulation(BrokenNode.factory("skipping-digest"));
    Shrinker.Shrunk first = Hunt.shrink(simulation, firstFailure(simulation, "broadcast", 1));
    assertThat(Hunt.shrink(simulation, firstFailure(simulation, "broadcast", 1))).isEqualTo(first);
    assertThat(first.runs()).isBetween(10, Shrinker.MAX_RUNS - 1);
  }

  @Test
  void shrinkingStopsWhenItIsTold() {
    Simulation simulation = simulation(BrokenNode.factory("skipping-digest"));
    Trial found = firstFailure(simulation, "broadcast", 1);
    assertThat(Hunt.shrink(simulation, found, 7).runs()).isEqualTo(7);
  }

  @Test
  void storedCaseFailsInTheSameWay() throws CaseException {
    Simulation simulation = simulation(BrokenNode.factory("early-ids"));
    Trial found = firstFailure(simulation, "unique-ids", 1);
    Case smallest = Hunt.shrink(simulation, found).smallest();
    byte[] stored = JsonCodec.formatPretty(CaseCodec.toJson(smallest)).getBytes(UTF_8);
    Trial replayed = simulation.run(CaseCodec.parse(stored).options(), line -> {});
    assertThat(Failure.of(replayed)).isEqualTo(Failure.of(found));
    assertThat(replayed.result().history())
        .isEqualTo(simulation.run(smallest.options(), line -> {}).result().history());
  }

  /** Shows that the checker finds the fault, and not an error of the node around it. */
  @ParameterizedTest
  @CsvSource({
    "acked,      broadcast",
    "digest,     broadcast",
    "slots,      g-counter",
    "leased-ids, unique-ids"
  })
  void nodeWithoutTheFaultIsRight(String mode, String workload) {
    Simulation simulation = simulation(rightFactory(mode));
    for (int seed = 0; seed < 40; seed++) {
      Trial trial = simulation.run(options(workload, seed), line -> {});
      assertThat(Failure.of(trial).symptoms()).as("seed %d", seed).isEmpty();
    }
  }

  private static NodeFactory rightFactory(String mode) {
    return switch (mode) {
      case "acked" -> AckedBroadcast::new;
      case "digest" -> DigestBroadcast::new;
      case "slots" -> SlotCounter::new;
      default -> LeasedIds::new;
    };
  }

  private static Simulation simulation(NodeFactory factory) {
    return new Simulation(factory, AvailabilityChecker.NONE);
  }

  private static TestOptions durable(String workload, long seed) {
    TestOptions options = options(workload, seed).toBuilder().durable(true).build();
    return Swarm.choose(options, Workloads.of(workload).survives(true), Duration.ofSeconds(10));
  }

  private static TestOptions options(String workload, long seed) {
    TestOptions plain =
        TestOptions.builder(workload, NODES)
            .ratePerSecond(20)
            .timeLimit(Duration.ofSeconds(20))
            .concurrency(NODES.size())
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 20))
            .seed(seed)
            .build();
    return Swarm.choose(plain, Workloads.of(workload).survives(false), Duration.ofSeconds(10));
  }
}
