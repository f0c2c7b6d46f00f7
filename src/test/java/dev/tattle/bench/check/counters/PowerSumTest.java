package dev.tattle.bench.check.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PowerSumTest {
  private static final long ALL = (1L << PowerSum.POWERS) - 1;

  private static long value(long exponents, long negatives) {
    long sum = 0;
    for (int exponent = 0; exponent < PowerSum.POWERS; exponent++) {
      if ((exponents >> exponent & 1) != 0) {
        long power = PowerSum.power(exponent);
        sum += (negatives >> exponent & 1) == 0 ? power : -power;
      }
    }
    return sum;
  }

  @Test
  void valueTellsWhichAdditionsItHolds() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      long exponents = random.nextLong() & ALL;
      long negatives = random.nextLong() & ALL;
      assertThat(PowerSum.of(Json.of(value(exponents, negatives)), negatives))
          .isEqualTo(new PowerSum(exponents, 0, 0, 0));
    }
  }

  @Test
  void valueTellsWhatItHasTwiceOrTookAwayInVain() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1_000; i++) {
      long once = random.nextLong() & ALL;
      long negatives = random.nextLong() & ALL;
      long twice = once & random.nextLong() & random.nextLong();
      long minus = ~once & ALL & random.nextLong() & random.nextLong();
      long value = value(once, negatives) + value(twice, negatives) - value(minus, negatives);
      assertThat(PowerSum.of(Json.of(value), negatives))
          .isEqualTo(new PowerSum(once & ~twice, twice, minus, 0));
    }
  }

  @Test
  void whatIsNoSumLeavesARest() {
    assertThat(PowerSum.of(Json.of(Long.MAX_VALUE), 0).rest()).isNotZero();
    assertThat(PowerSum.of(Json.of(Long.MIN_VALUE), 0).rest()).isNotZero();
    assertThat(PowerSum.of(Json.of(BigInteger.TWO.pow(70)), 0).rest()).isNotZero();
    assertThat(PowerSum.of(Json.NULL, 0).rest()).isNotZero();
  }

  @Test
  void exponentsAreThoseOfPowersOfFour() {
    assertThat(PowerSum.exponent(1)).isZero();
    assertThat(PowerSum.exponent(-4)).isEqualTo(1);
    assertThat(PowerSum.exponent(PowerSum.power(29))).isEqualTo(29);
    for (long none : new long[] {0, 2, -8, 5, PowerSum.power(30), Long.MIN_VALUE}) {
      assertThat(PowerSum.exponent(none)).as("%d", none).isEqualTo(-1);
    }
  }
}
