package dev.tattle.bench.process;

import dev.tattle.bench.Progress;
import dev.tattle.bench.RunObserver;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.TestRun;
import dev.tattle.bench.nemesis.FaultKind;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.store.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One test of real processes, from start to kill: the bench's entry point. */
public final class ProcessRun {
  private final TestOptions options;
  private final NodeProgram command;
  private final RunFolder store;
  private final EventLoop loop = new EventLoop();
  private @Nullable TestRun test;

  /**
   * A test that has not begun.
   *
   * @param store takes the history, the messages and the nodes' logs; what judges the history adds
   *     its results
   */
  public ProcessRun(TestOptions options, NodeProgram command, RunFolder store) {
    this.options = options;
    this.command = command;
    this.store = store;
  }

  /** Hears of a run while it goes on, on the thread that runs it. */
  public record Listeners(Consumer<Progress> progress, Consumer<String> log) {}

  /**
   * Runs the test on this thread. Nodes never outlive it, nor a JVM that is told to end.
   *
   * @throws IOException where there is no room for what nodes write, or a fault can't be injected
   *     here
   */
  public TestResult run(Listeners listeners) throws IOException, InterruptedException {
    if (options.faults().containsKey(FaultKind.PAUSE)) {
      NodeProcess.requireSignals();
    }
    List<TestResult> results = new ArrayList<>();
    Watcher watcher = new Watcher(listeners, loop, results);
    NodeProgram program =
        options.durable() ? command.keepingIn(store.directory().resolve("data")) : command;
    ProcessCluster cluster = new ProcessCluster(options.nodes(), program, loop, store.nodeLogs());
    Thread hook = new Thread(cluster::close, "kill nodes");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      TestRun started = new TestRun(options, loop, cluster, watcher);
      test = started;
      started.start();
      loop.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      cluster.close();
      remove(hook);
    }
    TestResult result = results.get(0);
    store.writeHistory(result.history());
    store.writeMessages(result.journal());
    return result;
  }

  /** Ends the run before its time, from any thread: {@link #run} returns what there is. */
  public void interrupt() {
    try {
      loop.post(
          () -> {
            if (test != null) {
              test.interrupt();
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already.
    }
  }

  private record Watcher(Listeners listeners, EventLoop loop, List<TestResult> results)
      implements RunObserver {
    @Override
    public void onProgress(Progress progress) {
      listeners.progress.accept(progress);
    }

    @Override
    public void onLog(String line) {
      listeners.log.accept(line);
    }

    @Override
    public void onDone(TestResult result) {
      results.add(result);
      loop.stop();
    }
  }
}
