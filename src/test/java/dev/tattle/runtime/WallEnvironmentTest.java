package dev.tattle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WallEnvironmentTest {
  @Test
  void theClockIsTheWallClockAndNeverGoesBack() throws Exception {
    WallClock clock = new WallClock();
    long before = clock.nowNanos();
    assertThat(Duration.ofNanos(before - System.currentTimeMillis() * 1_000_000).abs())
        .isLessThan(Duration.ofSeconds(10));
    for (int i = 0; i < 100_000; i++) {
      long now = clock.nowNanos();
      assertThat(now >= before).isTrue();
      before = now;
    }
  }

  @Test
  void everyIncarnationHasItsOwnRandomness() {
    NodeId self = new NodeId("n1");
    WallClock clock = new WallClock();
    long one = new WallEnvironment(self, List.of(self), clock).random().nextLong();
    long other = new WallEnvironment(self, List.of(self), clock).random().nextLong();
    assertThat(one).isNotEqualTo(other);
  }
}
