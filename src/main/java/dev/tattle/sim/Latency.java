package dev.tattle.sim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a message is under way.
 *
 * @param distribution of the single delays around the mean
 * @param meanMillis at least 0
 */
public record Latency(Distribution distribution, double meanMillis) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** The shape, by Maelstrom's names. */
  public enum Distribution {
    /** Every message takes the mean. */
    CONSTANT,
    /** From nothing to twice the mean. */
    UNIFORM,
    /** Many short delays and few long ones. */
    EXPONENTIAL,
    /** Each link, one way, takes a time of its own between nothing and twice the mean. */
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

  /** One message's delay; with {@link Distribution#LINK} that of all messages of one link. */
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
