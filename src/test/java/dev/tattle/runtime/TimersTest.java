package dev.tattle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimersTest {
  private record Named(String name) implements Timer {}

  private final Timers timers = new Timers();

  private void set(String name, long delayNanos, long nowNanos) {
    timers.set(new Named(name), Duration.ofNanos(delayNanos), nowNanos);
  }

  private List<String> due(long nowNanos) {
    List<String> names = new ArrayList<>();
    for (Timer t = timers.pollDue(nowNanos); t != null; t = timers.pollDue(nowNanos)) {
      names.add(((Named) t).name());
    }
    return names;
  }

  @Test
  void timersFireByDeadlineAndThenInTheOrderInWhichTheyWereSet() {
    set("c", 30, 0);
    set("b", 20, 10);
    set("a", 10, 10);
    assertThat(due(19)).isEmpty();
    assertThat(due(30)).containsExactly("a", "c", "b");
    assertThat(due(100)).isEmpty();
  }

  @Test
  void aTimerThatIsSetAgainFiresOnceAndLater() {
    set("a", 10, 0);
    set("b", 10, 0);
    set("a", 10, 5);
    assertThat(due(14)).containsExactly("b");
    assertThat(due(15)).containsExactly("a");
    assertThat(due(99)).isEmpty();
  }

  @Test
  void whatIsCancelledNeverFires() {
    set("a", 10, 0);
    set("b", 10, 0);
    timers.cancel(new Named("a"));
    timers.cancel(new Named("never set"));
    assertThat(due(99)).containsExactly("b");
    set("a", 10, 0);
    set("b", 10, 0);
    timers.cancelAll();
    assertThat(due(99)).isEmpty();
    set("a", 1, 99);
    assertThat(due(100)).containsExactly("a");
  }

  @Test
  void theNextDeadlineIsTold() {
    assertThat(timers.nanosUntilNext(5)).isEqualTo(Long.MAX_VALUE);
    set("a", 10, 5);
    assertThat(timers.nanosUntilNext(7)).isEqualTo(8);
    assertThat(timers.nanosUntilNext(50)).isZero();
  }

  @Test
  void delaysBeyondTheClockMeanNever() {
    timers.set(new Named("a"), Duration.ofSeconds(Long.MAX_VALUE), 1_000);
    set("b", Long.MAX_VALUE, 1_000);
    assertThat(due(Long.MAX_VALUE - 1)).isEmpty();
    assertThat(timers.nanosUntilNext(1_000)).isEqualTo(Long.MAX_VALUE - 1_000);
  }

  @Test
  void randomUseAgreesWithAPlainList() {
    record Row(String name, long deadline) {}
    SplittableRandom random = new SplittableRandom(1);
    List<Row> plain = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      String name = "t" + random.nextInt(20);
      int choice = random.nextInt(10);
      if (choice < 6) {
        long delay = random.nextInt(50);
        set(name, delay, now);
        plain.removeIf(row -> row.name().equals(name));
        plain.add(new Row(name, now + delay));
      } else if (choice < 8) {
        timers.cancel(new Named(name));
        plain.removeIf(row -> row.name().equals(name));
      } else {
        now += random.nextInt(30);
        long time = now;
        List<String> expected =
            plain.stream()
                .filter(row -> row.deadline() <= time)
                .sorted(java.util.Comparator.comparingLong(Row::deadline))
                .map(Row::name)
                .toList();
        assertThat(due(now)).isEqualTo(expected);
        plain.removeIf(row -> row.deadline() <= time);
      }
    }
  }
}
