package dev.tattle.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<String> ran = new ArrayList<>();

  private Runnable note(String name) {
    return () -> ran.add(name + " at " + scheduler.nowNanos());
  }

  @Test
  void eventsRunByTimeAndThenByOrderOfScheduling() {
    scheduler.at(20, note("late"));
    scheduler.at(10, note("first"));
    scheduler.at(10, note("second"));
    scheduler.runUntil(100);
    assertThat(ran).containsExactly("first at 10", "second at 10", "late at 20");
  }

  @Test
  void eventForThePastRunsAtOnceAfterThePresentOnes() {
    scheduler.at(10, () -> scheduler.at(5, note("past")));
    scheduler.at(10, note("present"));
    scheduler.runUntil(10);
    assertThat(ran).containsExactly("present at 10", "past at 10");
  }

  @Test
  void laterEventsWait() {
    scheduler.after(11, note("later"));
    scheduler.runUntil(10);
    assertThat(ran).isEmpty();
    assertThat(scheduler.nowNanos()).isEqualTo(10);
  }

  @Test
  void eventsThatMakeEachOtherAtOneInstantForEverAreTold() {
    scheduler.at(7, this::again);
    assertThatThrownBy(() -> scheduler.runUntil(10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("time stands still at 7 ns");
  }

  private void again() {
    scheduler.at(7, this::again);
  }
}
