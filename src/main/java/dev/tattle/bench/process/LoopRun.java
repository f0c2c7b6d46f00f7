package dev.tattle.bench.process;

import dev.tattle.bench.Cluster;
import dev.tattle.bench.Progress;
import dev.tattle.bench.RunObserver;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.TestRun;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.store.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one test on the wall clock, on an event loop, however its nodes run. */
public final class LoopRun {
  private final EventLoop loop = new EventLoop();
  private @Nullable TestRun test;

  /** Hears of a run while it goes on, on the thread that runs it. */
  public record Listeners(Consumer<Progress> progress, Consumer<String> log) {}

  /** The loop of the run. Other threads post their events to it. */
  public EventLoop loop() {
    return loop;
  }

  /**
   * Runs the test on this thread.
   *
   * @param store takes the history and the messages
   * @throws IOException if something that the run needs does not work
   */
  public TestResult run(TestOptions options, Cluster cluster, RunFolder store, Listeners listeners)
      throws IOException, InterruptedException {
    List<TestResult> results = new ArrayList<>();
    TestRun started = new TestRun(options, loop, cluster, new Watcher(listeners, loop, results));
    test = started;
    try {
      started.start();
      loop.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    TestResult result = results.get(0);
    store.writeHistory(result.history());
    store.writeMessages(result.journal());
    return result;
  }

  /** Ends the run early, from any thread: {@link #run} returns what there is. */
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
