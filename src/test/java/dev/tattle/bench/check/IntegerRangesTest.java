package dev.tattle.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IntegerRangesTest {
  @Test
  void holdsExactlyTheSumsOfAllSubsets() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      IntegerRanges ranges = IntegerRanges.of(BigInteger.ZERO);
      TreeSet<Integer> sums = new TreeSet<>(List.of(0));
      for (int i = 0; i < 7; i++) {
        int delta = random.nextInt(41) - 20;
        ranges = ranges.withOptional(BigInteger.valueOf(delta));
        for (int sum : new TreeSet<>(sums)) {
          sums.add(sum + delta);
        }
      }
      for (int sum = -150; sum <= 150; sum++) {
        assertThat(ranges.contains(BigInteger.valueOf(sum)))
            .as("seed %d, sum %d", seed, sum)
            .isEqualTo(sums.contains(sum));
      }
    }
  }

  @Test
  void staysWithinItsBoundWhateverIsAdded() {
    Random random = new Random(1);
    IntegerRanges ranges = IntegerRanges.of(BigInteger.ZERO);
    for (int i = 0; i < 30; i++) {
      ranges = ranges.withOptional(new BigInteger(100, random));
    }

    assertThat(((Json.Arr) Json.array(ranges.pairs())).items())
        .hasSizeBetween(IntegerRanges.MAX_RANGES / 2, IntegerRanges.MAX_RANGES);
  }

  @Test
  void anOutlineLeavesOutNoSum() {
    IntegerRanges ranges = IntegerRanges.of(BigInteger.ZERO);
    for (int i = 0; i < 14; i++) {
      ranges = ranges.withOptional(BigInteger.valueOf(3).pow(i));
    }

    assertThat(ranges.isOutline()).isTrue();
    assertThat(ranges.withOptional(BigInteger.ZERO).isOutline()).isTrue();
    for (int subset = 0; subset < 1 << 14; subset++) {
      // A subset's sum is its bits, read as digits to the base of three.
      assertThat(ranges.contains(new BigInteger(Integer.toBinaryString(subset), 3))).isTrue();
    }
  }
}
