package dev.tattle.bench.nemesis;

import dev.tattle.bench.history.FaultKind;
import java.time.Duration;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/**
 * One fault of the nemesis, from its start to its stop. It draws its details from its own seed, so
 * that leaving out one fault changes nothing in another.
 *
 * @param startNanos since the first operation was due
 * @param stopNanos not before its start; if the load ends earlier, the fault lasts until all is
 *     healed
 */
public record PlannedFault(FaultKind kind, long startNanos, long stopNanos, long seed) {
  public PlannedFault {
    if (startNanos < 0 || stopNanos < startNanos) {
      throw new IllegalArgumentException("a fault stops before it starts");
    }
  }

  /**
   * Draws endless faults of one kind, paced as by Jepsen's {@code stagger}. The first starts at
   * once; between two changes pass zero to twice the mean interval.
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
