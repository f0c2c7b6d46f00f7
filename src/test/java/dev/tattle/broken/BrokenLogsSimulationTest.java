package dev.tattle.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.verdict.Offenders;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator finds logs with one fault each, and names the fault. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenLogsSimulationTest {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  private static TestOptions options(long seed, boolean isDurable) {
    TestOptions plain =
        TestOptions.builder("kafka", NODES)
            .ratePerSecond(100)
            .timeLimit(Duration.ofSeconds(10))
            .concurrency(3 * NODES.size())
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 20))
            .durable(isDurable)
            .seed(seed)
            .build();
    return Swarm.choose(plain, Workloads.of("kafka").survives(isDurable), Duration.ofSeconds(10));
  }

  private static Simulation simulation(String mode) {
    return new Simulation(BrokenNode.factory(mode), AvailabilityChecker.NONE);
  }

  /** The errors in the words of the invariant or the checker, most important first. */
  private static List<String> errors(Trial trial) {
    List<String> errors = new ArrayList<>();
    trial.result().problems().stream().map(Problem::summary).forEach(errors::add);
    trial
        .results()
        .parts()
        .values()
        .forEach(part -> part.of(Finding.Anomaly.class).forEach(a -> errors.add(a.name())));
    return errors;
  }

  /**
   * The first invalid run has this error.
   *
   * @param seeds how many seeds to try from 0 on; one of them finds the error
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "reuses-offsets,     1,  inconsistent-offsets",
    "polls-beyond-gaps,  1,  int-poll-skip",
    "skips-messages,     1,  poll-skip",
    "loses-appends,      1,  lost-write",
    "moves-commits-back, 30, commit-moves-back",
    "two-owners,         1,  inconsistent-offsets",
    "mixes-up-retries,   19, nonmonotonic-poll",
    "hides-the-newest,   1,  unseen",
    "appends-again,      1,  duplicate",
    "refuses-too-late,   1,  G1a",
    "appends-below,      1,  int-poll-skip"
  })
  void brokenLogsAreFoundAndNamed(String mode, int seeds, String error) {
    boolean isDurable = mode.equals("reuses-offsets");
    Trial found = Hunt.firstFailure(simulation(mode), seeds, seed -> options(seed, isDurable));
    assertThat(errors(found).get(0)).contains(error);
  }

  /** The shrunk case is about the error, and the bench names the node that made it. */
  @Test
  void brokenLogsAreShrunkAndTold() {
    Simulation simulation = simulation("loses-appends");
    Trial found = Hunt.firstFailure(simulation, 1, seed -> options(seed, false));
    assertThat(Failure.of(found).symptoms()).containsExactly("workload lost-write");
    Case smallest = Hunt.shrink(simulation, found).smallest();
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(Hunt.Size.parse("1 11 0")));
    Trial replayed = simulation.run(smallest.options(), line -> {});
    assertThat(Offenders.lines(replayed.results(), replayed.result().history(), smallest.nodes()))
        .anySatisfy(line -> assertThat(line).contains("send", "is lost"))
        .anySatisfy(line -> assertThat(line).contains("poll", "comes after the lost"));
    assertThat(Summary.lines(replayed.results()))
        .anySatisfy(line -> assertThat(line).startsWith("error 1      lost-write (1): key "))
        .anySatisfy(line -> assertThat(line).startsWith("realtime lag "));
  }

  /** Shows that the checker finds the fault, and not an error of the node around it. */
  @Test
  void logsWithoutTheFaultAreRight() {
    for (int seed = 0; seed < 40; seed++) {
      Trial trial = simulation("right-logs").run(options(seed, seed % 2 == 0), line -> {});
      assertThat(errors(trial)).as("seed %d", seed).isEmpty();
      assertThat(trial.results().parts().values())
          .as("seed %d", seed)
          .noneMatch(part -> part.verdict() == Verdict.INVALID);
    }
  }
}
