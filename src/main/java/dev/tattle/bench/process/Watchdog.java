package dev.tattle.bench.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Kills processes when the JVM is gone in a way that it can't prepare for, such as SIGKILL: a shell
 * that hears which processes there are, until its input ends. Most nodes end with their own input,
 * but not those that hang or are paused. Where there is no shell, nobody watches.
 *
 * <p>Thread rule: one thread at a time.
 */
final class Watchdog implements AutoCloseable {
  /** It outlives what a terminal sends to all; else it would die with those whom it watches. */
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

  /** From now on these are to be killed, and no others: ids are used again. */
  void watch(LongStream pids) {
    write(pids.mapToObj(Long::toString).collect(Collectors.joining(" ", "", "\n")));
  }

  /** Ends it without killing anybody. */
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
      // It was killed: nobody watches.
    }
  }
}
