package dev.tattle.sim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The time that a message between servers takes.
 *
 * @param distribution of the delays around the mean
 * @param meanMillis at least 0
 */
public record Latency(Distribution distribution, double meanMillis) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** The shape of the distribution, under Maelstrom's names. */
  public enum Distribution {
    /** Every message takes the mean. */
    CONSTANT,
    /** Uniform between 0 and twice the mean. */
    UNIFORM,
    /** Many short delays and few long ones. */
    EXPONENTIAL,
    /** Each direction of each link has one fixed delay, uniform between 0 and twice the mean. */
    LINK
  }

  public Latency {
    if (!(meanMillis >= 0) || Double.isInfinite(meanMillis)) {
      throw new IllegalArgumentException("a mean latency of " + meanMillis + " ms");
    }
  }

  /** The mean delay. */
  public Duration mean() {
    return Duration.ofNanos((long) (meanMillis * NANOS_PER_MILLI));
  }

  /**
   * Draws the delay of one message. With {@link Distribution#LINK}, draws the delay of one link.
   */
  public long sampleNanos(RandomGenerator random) {
    double meanNanos = meanMillis * NANOS_PER_MILLI;
    return (long)
        switch (distribution) {
          case CONSTANT -> meanNanos;
          case UNIFORM, LINK -> 2 * meanNanos * random.nextDouble();
          case EXPONENTIAL -> meanNanos * random.nextExponential();
        };
  }
}
