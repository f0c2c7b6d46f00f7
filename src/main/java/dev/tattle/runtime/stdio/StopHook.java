package dev.tattle.runtime.stdio;

import java.time.Duration;

/**
 * Stops the runtime when the process gets SIGTERM, for {@link Runtime#addShutdownHook}. It waits
 * for the last flush, but not for ever, because the reader of the output may have stopped.
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
