package dev.tattle.runtime;

/**
 * A clock that never goes back. It adds the time since the process started to the wall clock at the
 * start, so later changes to the machine's clock do not affect it.
 *
 * <p>Thread rule: immutable, for all threads.
 */
final class WallClock {
  private static final long NANOS_A_MILLI = 1_000_000;

  private final long startNanos = System.currentTimeMillis() * NANOS_A_MILLI;
  private final long startTicks = System.nanoTime();

  /** Nanoseconds since the Unix epoch. */
  long nowNanos() {
    return startNanos + (System.nanoTime() - startTicks);
  }
}
