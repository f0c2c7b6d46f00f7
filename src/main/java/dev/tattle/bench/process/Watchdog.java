package dev.tattle.bench.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Kills processes if the JVM is gone without warning, by SIGKILL for instance. It is a shell that
 * gets their ids and waits for the end of its input. Most nodes end with their own input, except
 * those that hang or are paused. Without a shell there is no watchdog.
 *
 * <p>Thread rule: one thread at a time.
 */
final class Watchdog implements AutoCloseable {
  /**
   * It ignores the signals of a terminal; otherwise it would die with the processes that it
   * watches.
   */
  private static final String SCRIPT =
      "trap '' HUP INT TERM; pids=; while read -r line; do pids=$line; done;"
          + " [ -z \"$pids\" ] || kill -s KILL $pids";

  private final @Nullable Process shell;

  private Watchdog(@Nullable Process shell) {
    this.shell = shell;
  }

  static Watchdog start() {
    try {
      return new Watchdog(
          new ProcessBuilder("sh", "-c", SCRIPT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      return new Watchdog(null);
    }
  }

  /** Replaces the processes to kill. Old ids must go, because the system uses ids again. */
  void watch(LongStream pids) {
    write(pids.mapToObj(Long::toString).collect(Collectors.joining(" ", "", "\n")));
  }

  /** Ends the watchdog without killing any process. */
  @Override
  public void close() {
    if (shell != null) {
      watch(LongStream.empty());
      try {
        shell.getOutputStream().close();
      } catch (IOException e) {
        // It has ended already.
      }
    }
  }

  private void write(String line) {
    if (shell == null) {
      return;
    }
    try {
      OutputStream in = shell.getOutputStream();
      in.write(line.getBytes(StandardCharsets.US_ASCII));
      in.flush();
    } catch (IOException e) {
      // It was killed: no process is watched.
    }
  }
}
