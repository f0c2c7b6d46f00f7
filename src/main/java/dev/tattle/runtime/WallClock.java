package dev.tattle.runtime;

/**
 * The wall clock at the start plus the time that has gone by since: in one process it never goes
 * back, whatever is done to the machine's clock.
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
