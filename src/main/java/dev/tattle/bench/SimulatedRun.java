package dev.tattle.bench;

import dev.tattle.bench.plan.Randomness;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.NodeFactory;
import dev.tattle.sim.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs one test of simulated nodes in this process, on virtual time. The options with their seed
 * determine everything that happens.
 *
 * <p>Thread rule: one thread a run; runs share nothing.
 */
public final class SimulatedRun {
  private SimulatedRun() {}

  /**
   * Runs a test to its end.
   *
   * @param factory of the nodes
   * @param log takes the messages that the options ask to log
   * @return the result, without its messages
   */
  public static TestResult run(TestOptions options, NodeFactory factory, Consumer<String> log) {
    return run(options, factory, new Watcher(log, false, new ArrayList<>()));
  }

  /** Runs a test again with the same outcome; the result has the messages too. */
  public static TestResult replay(TestOptions options, NodeFactory factory) {
    return run(options, factory, new Watcher(line -> {}, true, new ArrayList<>()));
  }

  private static TestResult run(TestOptions options, NodeFactory factory, Watcher watcher) {
    VirtualScheduler scheduler = new VirtualScheduler();
    SimulatedCluster cluster =
        new SimulatedCluster(
            options, factory.ofOneCluster(), scheduler, Randomness.of(options.seed()).nodes());
    new TestRun(options, scheduler, cluster, watcher).start();
    while (watcher.results.isEmpty()) {
      if (!scheduler.runNext()) {
        throw new AssertionError("the run stands still");
      }
    }
    return watcher.results.get(0);
  }

  private record Watcher(Consumer<String> log, boolean keepsMessages, List<TestResult> results)
      implements RunObserver {
    @Override
    public boolean endsAtBrokenInvariants() {
      return true;
    }

    @Override
    public void onProgress(Progress progress) {}

    @Override
    public void onLog(String line) {
      log.accept(line);
    }

    @Override
    public void onDone(TestResult result) {
      results.add(result);
    }
  }
}
