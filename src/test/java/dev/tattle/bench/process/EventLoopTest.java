package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopTest {
  private final EventLoop loop = new EventLoop();
  private final List<String> ran = new ArrayList<>();

  @Test
  void eventsRunInTheOrderOfTheirTimesAndNotBefore() throws Exception {
    long dueNanos = loop.nowNanos() + TimeUnit.MILLISECONDS.toNanos(20);
    loop.at(
        dueNanos,
        () -> {
          ran.add("late " + (loop.nowNanos() >= dueNanos));
          loop.stop();
        });
    loop.at(0, () -> ran.add("early"));
    loop.run();
    assertThat(ran).containsExactly("early", "late true");
  }

  @Test
  void eventsOfOtherThreadsRunOnTheLoopsThread() throws Exception {
    Thread here = Thread.currentThread();
    Thread other =
        new Thread(
            () -> {
              try {
                loop.post(() -> ran.add("posted " + (Thread.currentThread() == here)));
                loop.post(loop::stop);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    other.start();
    loop.run();
    assertThat(ran).containsExactly("posted true");
  }

  @Test
  void loopTakesMoreEventsThanMayWait() throws Exception {
    Thread flood =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 50_000; i++) {
                  loop.post(() -> ran.add("x"));
                }
                loop.post(loop::stop);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    flood.start();
    loop.run();
    assertThat(ran).hasSize(50_000);
  }

  @Test
  void stoppedLoopHoldsNobodyUp() throws Exception {
    loop.stop();
    for (int i = 0; i < 20_000; i++) {
      loop.post(() -> ran.add("x"));
    }
    loop.run();
    assertThat(ran).isEmpty();
  }

  @Test
  void failureOfAnotherThreadEndsTheLoop() {
    OutOfMemoryError failure = new OutOfMemoryError("no room");
    new Thread(() -> loop.fail(failure)).start();
    assertThatThrownBy(loop::run).isInstanceOf(AssertionError.class).hasCause(failure);
  }
}
