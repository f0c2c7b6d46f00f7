package dev.tattle.bench.service;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs commands in a shell, one after the other, on a thread of its own. What they write goes to
 * the bench's standard error.
 *
 * <p>Thread rule: for all threads.
 */
final class CommandRunner {
  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService thread;
  private final Consumer<IOException> onFailure;

  /**
   * Nothing runs yet.
   *
   * @param onFailure hears, on that thread, of a command that has failed, or does not end
   */
  CommandRunner(Consumer<IOException> onFailure) {
    this.onFailure = onFailure;
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "faults");
              made.setDaemon(true);
              return made;
            });
  }

  /** Runs the command once those before it have ended. */
  void run(String command, Map<String, String> environment) {
    thread.execute(
        () -> {
          try {
            runNow(command, environment);
          } catch (IOException e) {
            onFailure.accept(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void runNow(String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("'%s' does not end within %d s".formatted(command, PATIENCE_SECONDS));
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "'%s' has failed with exit status %d".formatted(command, process.exitValue()));
    }
  }

  /** Waits until all that was to be run has ended; nothing is run after that. */
  void close() throws InterruptedException {
    thread.shutdown();
    boolean unused = thread.awaitTermination(2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
