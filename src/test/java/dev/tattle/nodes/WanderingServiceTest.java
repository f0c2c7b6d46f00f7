package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Strong counters are founded only once, whatever happens meanwhile, and lose nothing while nodes
 * come and go. {@code -Dtattle.seeds=10000} sets the number of seeds.
 */
class WanderingServiceTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 20);
  private static final long FIRST = Long.getLong("tattle.first", 1);

  private static List<NodeId> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("n" + i)).toList();
  }

  private static TestOptions options(List<NodeId> nodes, long seed) {
    TestOptions plain =
        TestOptions.builder("counter-strong", nodes)
            .ratePerSecond(30)
            .concurrency(10)
            .timeLimit(Duration.ofSeconds(20))
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 10))
            .durable(true)
            .seed(seed)
            .build();
    return Swarm.choose(
        plain, Workloads.of("counter-strong").survives(true), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"3, 3, true", "5, 5, true", "3, 2, false", "5, 3, false"})
  void oneGroupIsFoundedAndNothingIsLost(int count, int founders, boolean isLosingDisks) {
    List<NodeId> nodes = nodes(count);
    Simulation simulation =
        new Simulation(
            new WanderingService(nodes, founders, isLosingDisks), AvailabilityChecker.NONE);
    List<String> wrong = new ArrayList<>();
    AtomicInteger valid = new AtomicInteger();
    LongStream.range(FIRST, FIRST + SEEDS)
        .parallel()
        .forEach(
            seed -> {
              Trial trial = simulation.run(options(nodes, seed), line -> {});
              if (trial.results().verdict() == Verdict.VALID) {
                valid.incrementAndGet();
              } else if (trial.results().verdict() == Verdict.INVALID) {
                synchronized (wrong) {
                  wrong.add(seed + ": " + trial.result().problems());
                }
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(valid.get()).as("runs with a verdict").isGreaterThan(SEEDS / 2);
  }
}
