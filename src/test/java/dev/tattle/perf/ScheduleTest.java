package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long MILLI = 1_000_000;

  @Test
  void requestsAreDueEvenlyAndTheFirstAtOnce() {
    Schedule schedule = new Schedule(5, 1000, Integer.MAX_VALUE, Duration.ofSeconds(1));
    assertThat(schedule.due(0)).isEqualTo(1);
    assertThat(schedule.due(MILLI - 1)).isEqualTo(1);
    assertThat(schedule.due(MILLI)).isEqualTo(2);
    assertThat(schedule.due(60 * MILLI)).isEqualTo(5);
    assertThat(schedule.dueNanos(0)).isZero();
    assertThat(schedule.dueNanos(3)).isEqualTo(3 * MILLI);
  }

  /** A sender that wakes up when one is due must find it due. */
  @Test
  void whatIsDueAtATimeIsDueThen() {
    Schedule schedule = new Schedule(100_000, 333_333.3, Integer.MAX_VALUE, Duration.ofSeconds(1));
    for (int i = 0; i < 100_000; i++) {
      assertThat(schedule.due(schedule.dueNanos(i))).isGreaterThan(i);
    }
  }

  @Test
  void atOnceMeansAllOfThem() {
    Schedule schedule = Schedule.atOnce(1_000_000, Duration.ofSeconds(1));
    assertThat(schedule.due(1)).isEqualTo(1_000_000);
    assertThat(schedule.dueNanos(999_999)).isZero();
  }
}
