package dev.tattle.bench;

import dev.tattle.core.NodeFactory;
import dev.tattle.sim.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One test of nodes in this process, on virtual time, as fast as it goes. The options and their
 * seed decide everything that happens.
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
   */
  public static TestResult run(TestOptions options, NodeFactory factory, Consumer<String> log) {
    VirtualScheduler scheduler = new VirtualScheduler();
    SimulatedCluster cluster =
        new SimulatedCluster(
            options.nodes(), factory, scheduler, Randomness.of(options.seed()).nodes());
    Watcher watcher = new Watcher(log, new ArrayList<>());
    new TestRun(options, scheduler, cluster, watcher).start();
    while (watcher.results.isEmpty()) {
      if (!scheduler.runNext()) {
        throw new AssertionError("the run stands still");
      }
    }
    return watcher.results.get(0);
  }

  private record Watcher(Consumer<String> log, List<TestResult> results)
      implements TestRun.Observer {
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
