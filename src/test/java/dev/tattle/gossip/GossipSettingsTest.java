package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GossipSettingsTest {
  @ParameterizedTest
  @CsvSource({"240, 0, 240, 400", "500, 0, 500, 500", "1300, 400, 900, 1300"})
  void aBudgetIsTheRelaysUntilItsShareSparesEnough(
      long budget, long leaf, long relay, long ackIdle) {
    assertThat(GossipSettings.of("x", Duration.ofMillis(budget)))
        .isEqualTo(
            new GossipSettings(
                "x",
                Duration.ofMillis(leaf),
                Duration.ofMillis(relay),
                Duration.ofMillis(ackIdle),
                Duration.ofMillis(350),
                false,
                ""));
  }

  @Test
  void lateDeltasGatherForThreeQuartersOfTheTimeButNotForLong() {
    GossipSettings sets = GossipSettings.of("x", GossipDefaults.SET_BUDGET);
    assertThat(sets.lateGather()).isEqualTo(Duration.ofMillis(180));
    GossipSettings frugal = GossipSettings.of("x", GossipDefaults.FRUGAL_BUDGET);
    assertThat(frugal.lateGather()).isEqualTo(Duration.ofMillis(240));
    GossipSettings rounds = GossipSettings.inRounds("x", Duration.ofSeconds(1));
    assertThat(rounds.lateGather()).isEqualTo(Duration.ofMillis(240));
  }

  @Test
  void withoutABudgetAllIsSentAtOnceAndARelayWaitsForItToSettle() {
    Duration settle = Duration.ofMillis(250);
    GossipSettings settings = GossipSettings.of("x", Duration.ZERO);
    assertThat(settings.isEager()).isTrue();
    assertThat(settings.leafGather()).isZero();
    assertThat(settings.relayGather()).isEqualTo(settle);
    assertThat(settings.ackIdle(false)).isEqualTo(Duration.ofMillis(400));
    assertThat(settings.ackIdle(true)).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void inRoundsLeavesTakeWhatTheRelaysShareTwiceLeaves() {
    GossipSettings settings = GossipSettings.inRounds("x", Duration.ofSeconds(9));
    assertThat(settings.isInRounds()).isTrue();
    assertThat(settings.leafGather()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.relayGather()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.ownGather()).isEqualTo(Duration.ofSeconds(9));
    assertThat(settings.probe()).isEqualTo(Duration.ofSeconds(18));
  }

  @Test
  void counterRoundsWithoutABudgetAreEager() {
    GossipSettings settings = GossipSettings.inRounds("x", Duration.ZERO);
    assertThat(settings.isEager()).isTrue();
    assertThat(settings.isInRounds()).isFalse();
  }
}
