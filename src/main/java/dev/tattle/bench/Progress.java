package dev.tattle.bench;

import java.util.Locale;

/**
 * The progress of a run.
 *
 * @param elapsedNanos since the first operation was due
 * @param serverMessages that nodes and services have sent to each other
 * @param state what is special now: {@code "partitioned"}, {@code "recovering"} or nothing
 */
public record Progress(
    long elapsedNanos, long ok, long fail, long info, long serverMessages, String state) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Formats the progress on one line, for people. */
  public String line() {
    long operations = Math.max(1, ok + fail + info);
    return String.format(
        Locale.ROOT,
        "%5.1f s  %d ok  %d fail  %d info  %.2f server msgs/op%s",
        elapsedNanos / NANOS_PER_SECOND,
        ok,
        fail,
        info,
        (double) serverMessages / operations,
        state.isEmpty() ? "" : "  " + state);
  }
}
