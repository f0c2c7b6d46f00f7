package dev.tattle.cli;

import java.time.Duration;

/**
 * For {@link Runtime#addShutdownHook}: when the process is told to end (SIGTERM), stops a server in
 * order, but does not wait for ever.
 */
final class StopOnSignal extends Thread {
  /** Stops something, and waits for it, but no longer than that. */
  @FunctionalInterface
  interface Stop {
    void stop(Duration patience) throws InterruptedException;
  }

  private final Stop server;
  private final Duration patience;

  StopOnSignal(Stop server, Duration patience) {
    super("stop");
    this.server = server;
    this.patience = patience;
  }

  @Override
  public void run() {
    try {
      server.stop(patience);
    } catch (InterruptedException e) {
      interrupt();
    }
  }
}
