package dev.tattle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("the other thread never came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsDoneLaterButComesFirstIsHandedOutFirst() throws InterruptedException {
    CountDownLatch secondIsDone = new CountDownLatch(1);
    List<Long> taken = new ArrayList<>();
    try (InOrder<Long> work =
        new InOrder<>(
            5,
            2,
            number -> {
              if (number == 5) {
                await(secondIsDone);
              } else {
                secondIsDone.countDown();
              }
              return number;
            })) {
      for (int i = 0; i < 10; i++) {
        taken.add(work.take());
      }
    }
    assertThat(taken).containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L);
  }

  @Test
  void isAheadByTwoPiecesAThreadAtMost() throws InterruptedException {
    AtomicLong begun = new AtomicLong();
    try (InOrder<Long> work = new InOrder<>(0, 2, number -> begun.incrementAndGet())) {
      for (int i = 0; i < 100; i++) {
        work.take();
        assertThat(begun.get()).isLessThanOrEqualTo(i + 3);
      }
    }
  }

  @Test
  void oneThreadDoesNoMoreThanItIsAskedFor() throws InterruptedException {
    AtomicLong begun = new AtomicLong();
    try (InOrder<Long> work = new InOrder<>(0, 1, number -> begun.incrementAndGet())) {
      for (int i = 0; i < 100; i++) {
        assertThat(work.take()).isEqualTo(i + 1);
        assertThat(begun.get()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void failureIsThrownInItsTurn() throws InterruptedException {
    try (InOrder<Long> work =
        new InOrder<>(
            0,
            2,
            number -> {
              if (number == 1) {
                throw new AssertionError("broken");
              }
              return number;
            })) {
      assertThat(work.take()).isZero();
      assertThatThrownBy(work::take).isInstanceOf(AssertionError.class).hasMessage("broken");
      assertThat(work.take()).isEqualTo(2);
    }
  }
}
