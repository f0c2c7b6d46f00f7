package dev.tattle.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatencyTest {
  private static final int SAMPLES = 100_000;

  private static LongStream samples(Latency.Distribution distribution) {
    Latency latency = new Latency(distribution, 100);
    SplittableRandom random = new SplittableRandom(5);
    return LongStream.generate(() -> latency.sampleNanos(random)).limit(SAMPLES);
  }

  @ParameterizedTest
  @EnumSource
  void meanIsAsAskedFor(Latency.Distribution distribution) {
    double meanNanos = samples(distribution).average().orElseThrow();
    assertThat(meanNanos).isCloseTo(1e8, within(1e6));
  }

  @Test
  void constantIsConstant() {
    assertThat(samples(Latency.Distribution.CONSTANT)).containsOnly(100_000_000L);
  }

  @Test
  void uniformIsBetweenNothingAndTwiceTheMean() {
    assertThat(samples(Latency.Distribution.UNIFORM)).allMatch(n -> n >= 0 && n < 200_000_000L);
  }

  @Test
  void exponentialHasMoreThanATenthBeyondTwiceTheMean() {
    long beyond = samples(Latency.Distribution.EXPONENTIAL).filter(n -> n > 200_000_000L).count();
    assertThat((double) beyond / SAMPLES).isCloseTo(Math.exp(-2), within(0.01));
  }

  @Test
  void negativeMeanIsRefused() {
    assertThatThrownBy(() -> new Latency(Latency.Distribution.CONSTANT, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
