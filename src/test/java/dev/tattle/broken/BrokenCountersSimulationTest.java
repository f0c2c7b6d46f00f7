package dev.tattle.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator finds named counters with one fault each, and shrinks what it finds. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenCountersSimulationTest {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  /**
   * How many seeds the nodes without a fault must pass; {@code -Dtattle.seeds} sets another number.
   */
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 20);

  private static TestOptions options(long seed, boolean isDurable) {
    TestOptions plain =
        TestOptions.builder("counters", NODES)
            .ratePerSecond(20)
            .timeLimit(Duration.ofSeconds(20))
            .concurrency(2 * NODES.size())
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 20))
            .seed(seed)
            .durable(isDurable)
            .build();
    return Swarm.choose(
        plain, Workloads.of("counters").survives(isDurable), Duration.ofSeconds(10));
  }

  private static Simulation simulation(String mode) {
    return new Simulation(BrokenNode.factory(mode), AvailabilityChecker.NONE);
  }

  /**
   * The last column bounds the size of the smallest case: nodes, operations, faults.
   *
   * @param symptom of the seed that is looked for
   */
  @ParameterizedTest(name = "{0}, {2}")
  @CsvSource({
    "hasty-counters,  4, workload lost-add,         1 8 2",
    "forgets-keys,    1, invariant,                 2 3 1",
    "keys-of-a-node,  1, invariant,                 2 2 0",
    "forgets-deletes, 1, workload came-back,        1 3 1",
    "foreign-clocks,  2, workload lost-add,         2 1 0",
    "foreign-clocks, 18, workload outlives-ttl,     2 2 5",
    "rolled-back,    15, workload lost-add,         2 2 1",
    "adds-again,      1, invariant,                 3 0 0",
    "skips-changes,   2, workload watch-late,       1 0 0",
    "ignores-tokens,  1, workload read-your-writes, 2 4 2",
    "minority-reads,  1, workload stale-majority,   2 2 0",
    "tears-batches,  21, workload torn-batch,       1 5 2",
    "deletes-unseen,  1, workload lost-add,         1 3 0",
    "counts-refused,  1, workload failed-add,       1 8 0",
    "hears-nobody,    1, workload lost-add,         2 0 0"
  })
  void brokenCountersAreFoundAndShrunk(String mode, int seeds, String symptom, String size) {
    Simulation simulation = simulation(mode);
    Trial found =
        Hunt.firstFailure(
            simulation,
            0,
            seeds,
            seed -> options(seed, true),
            failure -> failure.symptoms().stream().anyMatch(one -> one.startsWith(symptom)));
    Case smallest = Hunt.shrink(simulation, found).smallest();
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(Hunt.Size.parse(size)), "at most " + size);
  }

  /** Shows that the checker finds the fault, and not an error of the node around it. */
  @ParameterizedTest
  @CsvSource({"right-counters, true", "right-counters, false", "rolled-back-anew, true"})
  void countersWithoutTheFaultAreRight(String mode, boolean isDurable) {
    Simulation simulation = simulation(mode);
    for (int seed = 0; seed < SEEDS; seed++) {
      Trial trial = simulation.run(options(seed, isDurable), line -> {});
      assertThat(Failure.of(trial).symptoms()).as("seed %d", seed).isEmpty();
    }
  }
}
