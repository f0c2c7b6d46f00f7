package dev.tattle.runtime.stdio;

import java.time.Duration;

/**
 * For {@link Runtime#addShutdownHook}: when the process is told to end (SIGTERM), asks the runtime
 * to stop and waits for its last flush, but not for ever: somebody may have stopped reading.
 */
public final class StopHook extends Thread {
  private final StdioRuntime runtime;
  private final Duration patience;

  public StopHook(StdioRuntime runtime, Duration patience) {
    super("stop");
    this.runtime = runtime;
    this.patience = patience;
  }

  @Override
  public void run() {
    runtime.stop();
    try {
      runtime.awaitStop(patience);
    } catch (InterruptedException e) {
      interrupt();
    }
  }
}
