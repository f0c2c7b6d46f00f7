package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A group stays one group while its members join, leave and are replaced at random under all
 * faults. {@code -Dtattle.seeds=2000} sets the number of seeds.
 */
class WanderingMembersTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 40);

  private static TestOptions options(String workload, long seed) {
    TestOptions plain =
        TestOptions.builder(workload, WanderingCluster.NODES)
            .ratePerSecond(30)
            .concurrency(12)
            .timeLimit(Duration.ofSeconds(20))
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 10))
            .durable(true)
            .seed(seed)
            .build();
    return Swarm.choose(plain, Workloads.of(workload).survives(true), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lin-kv", "counter-strong"})
  void membersComeAndGoAndNothingIsLost(String workload) {
    WanderingCluster nodes = new WanderingCluster(workload.equals("counter-strong"));
    Simulation simulation = new Simulation(nodes, AvailabilityChecker.NONE);
    List<String> wrong = new ArrayList<>();
    LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .forEach(
            seed -> {
              Trial trial = simulation.run(options(workload, seed), line -> {});
              if (trial.results().verdict() == Verdict.INVALID) {
                synchronized (wrong) {
                  wrong.add(seed + ": " + trial.result().problems());
                }
              }
            });
    assertThat(wrong).isEmpty();
  }
}
