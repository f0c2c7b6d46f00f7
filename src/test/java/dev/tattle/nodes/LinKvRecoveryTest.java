package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.SimulatedRun;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After all faults, a group soon has a leader again, and its clients get answers. It prints the
 * figures. {@code -Dtattle.seeds=2000} sets the number of seeds.
 */
class LinKvRecoveryTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 40);
  private static final long MOST_NANOS = Duration.ofSeconds(2).toNanos();

  private static TestOptions options(int nodes, long seed) {
    TestOptions plain =
        TestOptions.builder(
                "lin-kv", IntStream.range(0, nodes).mapToObj(i -> new NodeId("n" + i)).toList())
            .ratePerSecond(50)
            .concurrency(2 * nodes)
            .timeLimit(Duration.ofSeconds(30))
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 10))
            .durable(true)
            .seed(seed)
            .build();
    return Swarm.choose(plain, Workloads.of("lin-kv").survives(true), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void clientsHaveAnswersSoonAfterTheLastFault(int nodes) {
    NodeFactory factory = Nodes.factory("lin-kv", NodeSettings.DEFAULT).orElseThrow();
    List<Long> recoveries = new ArrayList<>();
    List<String> late = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      TestResult result = SimulatedRun.run(options(nodes, seed), factory, line -> {});
      for (long nanos : recoveries(result.history())) {
        recoveries.add(nanos);
        if (nanos > MOST_NANOS) {
          late.add("seed " + seed + ": " + nanos / 1_000_000 + " ms");
        }
      }
    }
    recoveries.sort(null);
    int count = recoveries.size();
    System.out.printf(
        "%d nodes: %d recoveries, median %d ms, max %d ms%n",
        nodes, count, recoveries.get(count / 2) / 1_000_000, recoveries.get(count - 1) / 1_000_000);
    assertThat(count).isGreaterThan(SEEDS / 4);
    assertThat(late).isEmpty();
  }

  /** The times from the end of a fault to the first success, if no other fault began in between. */
  private static List<Long> recoveries(List<Operation> history) {
    List<Long> recoveries = new ArrayList<>();
    Set<String> active = new LinkedHashSet<>();
    long overNanos = -1;
    for (Operation operation : history) {
      boolean isOver = overNanos >= 0;
      if (isOver && operation.timeNanos() - overNanos > MOST_NANOS) {
        recoveries.add(operation.timeNanos() - overNanos);
        overNanos = -1;
      } else if (operation.isClient()) {
        if (isOver && operation.type() == Operation.Type.OK) {
          recoveries.add(operation.timeNanos() - overNanos);
          overNanos = -1;
        }
      } else if (operation.f().startsWith("start-")) {
        active.add(operation.f().substring("start-".length()));
        overNanos = -1;
      } else if (active.remove(operation.f().substring("stop-".length())) && active.isEmpty()) {
        overNanos = operation.timeNanos();
      }
    }
    return recoveries;
  }
}
