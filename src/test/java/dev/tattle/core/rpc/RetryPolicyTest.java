package dev.tattle.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void waitsDoubleUpToTheBoundAndAQuarterMore() {
    RetryPolicy policy = new RetryPolicy(SECOND, Duration.ofSeconds(10), 99);
    RandomGenerator random = new SplittableRandom(1);
    int[] seconds = {1, 2, 4, 8, 10, 10};
    for (int round = 0; round < 1_000; round++) {
      for (int k = 1; k <= seconds.length; k++) {
        long base = Duration.ofSeconds(seconds[k - 1]).toNanos();
        assertThat(policy.waitFor(k, random).toNanos()).isBetween(base, base + base / 4);
      }
    }
  }

  @Test
  void waitsDiffer() {
    RetryPolicy policy = RetryPolicy.once(SECOND);
    RandomGenerator random = new SplittableRandom(1);
    assertThat(policy.waitFor(1, random)).isNotEqualTo(policy.waitFor(1, random));
  }

  @Test
  void noAttemptOverflows() {
    RetryPolicy policy = new RetryPolicy(Duration.ofDays(10_000), Duration.ofDays(40_000), 1_000);
    long most = Duration.ofDays(50_000).toNanos();
    for (int k = 3; k <= 1_000; k++) {
      assertThat(policy.waitFor(k, new SplittableRandom(k)).toNanos())
          .isBetween(Duration.ofDays(40_000).toNanos(), most);
    }
  }

  @Test
  void senselessPoliciesCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(SECOND, Duration.ofMillis(999), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.once(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(SECOND, SECOND, 0));
  }
}
