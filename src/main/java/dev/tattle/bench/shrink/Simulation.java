package dev.tattle.bench.shrink;

import dev.tattle.bench.SimulatedRun;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeFactory;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs simulated tests and judges each.
 *
 * @param demands that every run must meet, except that each run's options say whether nodes have a
 *     disk
 * @param isStrict whether warnings make a run invalid
 */
public record Simulation(NodeFactory factory, Demands demands, boolean isStrict) {
  /** Makes strict runs: warnings make them invalid. */
  public Simulation(NodeFactory factory, AvailabilityChecker availability) {
    this(factory, new Demands(availability, false, Set.of()), true);
  }

  /**
   * A run and its judgement.
   *
   * @param results as they stand in {@code results.json}
   */
  public record Trial(TestOptions options, TestResult result, Results results) {}

  /**
   * Runs a test to its end.
   *
   * @param log takes the messages that the options ask to log
   */
  public Trial run(TestOptions options, Consumer<String> log) {
    return judged(options, SimulatedRun.run(options, factory, log));
  }

  /** Runs a test again with the same outcome; the result has the messages too. */
  public Trial replay(TestOptions options) {
    return judged(options, SimulatedRun.replay(options, factory));
  }

  private Trial judged(TestOptions options, TestResult result) {
    Results judgement =
        Workloads.of(options.workload())
            .simulationJudgement(demands.durable(options.durable()))
            .judge(result.history(), result.net());
    // Only nodes can break a simulated run, so the failure is theirs and "broken" would hide it.
    Results results = result.results(options, judgement, isStrict).without("broken");
    return new Trial(options, result, results);
  }
}
