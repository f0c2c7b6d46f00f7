package dev.tattle.cli;

import dev.tattle.runtime.cluster.ClusterRuntime;
import java.time.Duration;

/**
 * For {@link Runtime#addShutdownHook}: when the process is told to end (SIGTERM), stops a node in
 * order, but does not wait for ever.
 */
final class StopOnSignal extends Thread {
  private final ClusterRuntime runtime;
  private final Duration patience;

  StopOnSignal(ClusterRuntime runtime, Duration patience) {
    super("stop");
    this.runtime = runtime;
    this.patience = patience;
  }

  @Override
  public void run() {
    try {
      runtime.stop(patience);
    } catch (InterruptedException e) {
      interrupt();
    }
  }
}
