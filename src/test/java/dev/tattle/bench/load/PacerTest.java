package dev.tattle.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.sim.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long MEAN_NANOS = 1_000_000;

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<Long> times = new ArrayList<>();
  private boolean possible = true;
  private final Pacer pacer = new Pacer(scheduler, new SplittableRandom(4), MEAN_NANOS, this::act);

  private boolean act() {
    if (possible) {
      times.add(scheduler.nowNanos());
    }
    return possible;
  }

  @Test
  void actsAtOnceAndThenAtTheMeanInterval() {
    pacer.start();
    scheduler.runUntil(10_000 * MEAN_NANOS);
    assertThat(times.get(0)).isZero();
    assertThat(times).hasSizeBetween(9_700, 10_300);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isBetween(0L, 2 * MEAN_NANOS);
    }
  }

  @Test
  void whatWasMissedIsNotMadeUpFor() {
    possible = false;
    pacer.start();
    scheduler.runUntil(1_000 * MEAN_NANOS);
    possible = true;
    pacer.retry();
    scheduler.runUntil(1_100 * MEAN_NANOS);
    assertThat(times.get(0)).isEqualTo(1_000 * MEAN_NANOS);
    assertThat(times).hasSizeBetween(70, 140);
  }

  @Test
  void retryWithoutNeedChangesNothing() {
    pacer.start();
    pacer.retry();
    assertThat(times).containsExactly(0L);
  }

  @Test
  void stoppedPacerActsNoMore() {
    pacer.start();
    pacer.stop();
    pacer.retry();
    scheduler.runUntil(100 * MEAN_NANOS);
    assertThat(times).containsExactly(0L);
  }
}
