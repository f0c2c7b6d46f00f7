package dev.tattle.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.FaultKind;
import dev.tattle.bench.SimulatedRun;
import dev.tattle.bench.Swarm;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.check.WorkloadCheckers;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulation finds nodes that are broken on purpose. */
class BrokenNodesSimulationTest {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  @ParameterizedTest
  @CsvSource({
    "drop-delta, broadcast, 10",
    "double-cas, pn-counter, 10",
    "reuse-ids, unique-ids, 10",
    "sloppy-reply, broadcast, 1"
  })
  void brokenNodeIsFoundWithinSoManySeeds(String mode, String workload, int seeds) {
    int first = 0;
    while (first < seeds && isValid(BrokenNode.factory(mode), workload, first)) {
      first++;
    }
    assertThat(first).as("seeds that found nothing").isLessThan(seeds);
  }

  private static boolean isValid(NodeFactory factory, String workload, long seed) {
    TestOptions plain =
        new TestOptions(
            workload,
            NODES,
            Topology.GRID,
            20,
            Duration.ofSeconds(20),
            NODES.size(),
            new Latency(Latency.Distribution.EXPONENTIAL, 20),
            Map.of(),
            false,
            false,
            false,
            seed);
    TestOptions options =
        Swarm.choose(plain, FaultKind.survivedBy(workload), Duration.ofSeconds(10));
    TestResult result = SimulatedRun.run(options, factory, line -> {});
    Verdict verdict =
        Verdict.of(
            WorkloadCheckers.ofSimulation(workload, AvailabilityChecker.NONE)
                .judge(result.history(), result.net()));
    return verdict != Verdict.INVALID && result.problemCount() == 0;
  }
}
