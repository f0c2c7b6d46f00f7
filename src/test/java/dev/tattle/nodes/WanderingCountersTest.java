package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Members of named counters come, go and restart, with or without their disks, under all faults. No
 * add is lost and none is counted twice. {@code -Dtattle.seeds=10000} sets the number of seeds.
 */
class WanderingCountersTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 40);
  private static final int RESTARTS = Integer.getInteger("tattle.restarts", 500);

  private static TestOptions options(long seed, boolean durable) {
    TestOptions plain =
        TestOptions.builder("pn-counter", WanderingCounters.NODES)
            .ratePerSecond(20)
            .concurrency(5)
            .timeLimit(Duration.ofSeconds(20))
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 20))
            .durable(durable)
            .seed(seed)
            .build();
    return Swarm.choose(
        plain, Workloads.of("pn-counter").survives(durable), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void membersComeAndGoAndEveryAddCountsOnce(boolean durable) {
    Simulation simulation = new Simulation(new WanderingCounters(), AvailabilityChecker.NONE);
    List<String> wrong = new ArrayList<>();
    LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .forEach(
            seed -> {
              Trial trial = simulation.run(options(seed, durable), line -> {});
              if (trial.results().verdict() == Verdict.INVALID) {
                synchronized (wrong) {
                  wrong.add(seed + ": " + trial.result().problems() + trial.results());
                }
              }
            });
    assertThat(wrong).isEmpty();
  }

  /** Each node's adds have reached another one before it loses its memory: all must be there. */
  @Test
  void restartsWithoutMemoryLeaveNothingBehindAndLoseNothing() {
    ClusterTester cluster = new ClusterTester(1, 3, ManyCountersNode::new);
    int most = 0;
    int adds = 0;
    for (int i = 0; i < RESTARTS; i++) {
      NodeId victim = cluster.ids.get(cluster.random.nextInt(3));
      for (NodeId id : cluster.ids) {
        cluster.request(id, Body.of("add", "delta", Json.of(1)));
        adds++;
      }
      cluster.run(Duration.ofMillis(2_500));
      cluster.restart(victim);
      cluster.run(Duration.ofMillis(500));
      cluster.replies.clear();
      cluster.request(cluster.ids.get(i % 3), Body.of("status"));
      most = Math.max(most, (int) cluster.replies.get(0).body().integer("replicas"));
    }
    cluster.run(Duration.ofSeconds(10));
    assertThat(most).isLessThanOrEqualTo(16);
    for (NodeId id : cluster.ids) {
      assertThat(cluster.read(id).json("value")).as("at %s", id).isEqualTo(Json.of(adds));
      cluster.replies.clear();
      cluster.request(id, Body.of("status"));
      assertThat(cluster.replies.get(0).body().json("replicas")).isEqualTo(Json.of(3));
      assertThat(cluster.replies.get(0).body().object("versions")).hasSize(3);
    }
  }
}
