package dev.tattle.bench.process;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.store.RunFolder;
import java.io.IOException;

/** Runs one test of real processes, from start to kill: the bench's entry point. */
public final class ProcessRun {
  private final TestOptions options;
  private final NodeProgram command;
  private final RunFolder store;
  private final LoopRun run = new LoopRun();

  /**
   * Makes a test that has not begun.
   *
   * @param store takes the history, the messages and the nodes' logs; the caller that judges the
   *     history adds the results
   */
  public ProcessRun(TestOptions options, NodeProgram command, RunFolder store) {
    this.options = options;
    this.command = command;
    this.store = store;
  }

  /**
   * Runs the test on this thread. Nodes end with it at the latest, even if the JVM is asked to end.
   *
   * @throws IOException if there is no room for the nodes' output, or if a fault can't be injected
   *     here
   */
  public TestResult run(LoopRun.Listeners listeners) throws IOException, InterruptedException {
    if (options.faults().containsKey(FaultKind.PAUSE)) {
      NodeProcess.requireSignals();
    }
    NodeProgram program =
        options.durable() ? command.keepingIn(store.directory().resolve("data")) : command;
    ProcessCluster cluster =
        new ProcessCluster(options.nodes(), program, run.loop(), store.nodeLogs());
    Thread hook = new Thread(cluster::close, "kill nodes");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return run.run(options, cluster, store, listeners);
    } finally {
      cluster.close();
      remove(hook);
    }
  }

  /** Ends the run early, from any thread: {@link #run} returns what there is. */
  public void interrupt() {
    run.interrupt();
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already.
    }
  }
}
