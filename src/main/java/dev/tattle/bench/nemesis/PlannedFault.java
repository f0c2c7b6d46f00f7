package dev.tattle.bench.nemesis;

import dev.tattle.bench.history.FaultKind;
import java.time.Duration;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/**
 * One act of the nemesis: a fault that starts and stops. What exactly it does, it draws from a seed
 * of its own, so that leaving out one act changes nothing in another.
 *
 * @param startNanos since the first operation was due
 * @param stopNanos not before its start; where the load ends earlier, it lasts until all is healed
 */
public record PlannedFault(FaultKind kind, long startNanos, long stopNanos, long seed) {
  public PlannedFault {
    if (startNanos < 0 || stopNanos < startNanos) {
      throw new IllegalArgumentException("a fault stops before it starts");
    }
  }

  /**
   * Endless acts of one kind, as Jepsen's {@code stagger} paces them: the first at once, and
   * between two changes nothing to twice the mean interval.
   */
  public static Iterator<PlannedFault> drawn(
      FaultKind kind, RandomGenerator random, Duration interval) {
    return new Iterator<>() {
      private long nextNanos;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public PlannedFault next() {
        long start = nextNanos;
        long stop = start + pause();
        nextNanos = stop + pause();
        return new PlannedFault(kind, start, stop, random.nextLong());
      }

      private long pause() {
        return (long) (random.nextDouble() * 2 * interval.toNanos());
      }
    };
  }
}
