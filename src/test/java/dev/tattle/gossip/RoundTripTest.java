package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoundTripTest {
  @Test
  void beforeTheFirstAnswerTwoAttemptsWaitASecondEach() {
    assertThat(timeouts(new RoundTrip(Duration.ofMillis(350)), 3)).containsExactly(1000, 1000, 350);
  }

  @Test
  void theFirstAnswerCountsThriceForItsVariation() {
    RoundTrip roundTrip = new RoundTrip(Duration.ofMillis(350));
    roundTrip.sample(Duration.ofMillis(200).toNanos());
    assertThat(timeouts(roundTrip, 2)).containsExactly(600, 600);
  }

  @Test
  void afterTheFirstAttemptAPeerIsTriedAtThePaceOfProbes() {
    RoundTrip roundTrip = new RoundTrip(Duration.ofSeconds(2));
    roundTrip.sample(Duration.ofMillis(1).toNanos());
    assertThat(timeouts(roundTrip, 3)).containsExactly(250, 2000, 2000);
  }

  @Test
  void steadyRoundTripsAreWaitedForHardlyLonger() {
    RoundTrip roundTrip = new RoundTrip(Duration.ofMillis(350));
    for (int i = 0; i < 100; i++) {
      roundTrip.sample(Duration.ofMillis(500).toNanos());
    }
    assertThat(timeouts(roundTrip, 1)).containsExactly(500);
  }

  @Test
  void noTimeOutIsLongerThanTwoSeconds() {
    RoundTrip roundTrip = new RoundTrip(Duration.ofMillis(350));
    roundTrip.sample(Duration.ofMinutes(5).toNanos());
    assertThat(timeouts(roundTrip, 1)).containsExactly(2000);
  }

  @Test
  void dicePutOffATimeOutByAnEighthAtTheMost() {
    RoundTrip roundTrip = new RoundTrip(Duration.ofMillis(350));
    SplittableRandom random = new SplittableRandom(1);
    assertThat(IntStream.range(0, 1000).mapToObj(i -> roundTrip.timeout(1, random)))
        .allMatch(wait -> wait.toMillis() >= 1000 && wait.toMillis() <= 1125)
        .anyMatch(wait -> wait.toMillis() < 1020)
        .anyMatch(wait -> wait.toMillis() > 1105);
  }

  private static int[] timeouts(RoundTrip roundTrip, int attempts) {
    return IntStream.rangeClosed(1, attempts)
        .map(attempt -> (int) roundTrip.timeout(attempt, () -> 0L).toMillis())
        .toArray();
  }
}
