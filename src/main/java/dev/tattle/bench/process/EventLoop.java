package dev.tattle.bench.process;

import dev.tattle.sim.EventQueue;
import dev.tattle.sim.Scheduler;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs events on the wall clock, all on the thread that calls {@link #run}.
 *
 * <p>Thread rule: {@link #post} is for all other threads; everything else is for the loop's thread,
 * or for the thread that sets things up before.
 */
public final class EventLoop implements Scheduler {
  private static final int MAX_POSTED = 10_000;
  private static final long STOPPED_CHECK_MILLIS = 100;

  private final BlockingQueue<Runnable> posted = new ArrayBlockingQueue<>(MAX_POSTED);
  private final EventQueue events = new EventQueue();
  private final long originNanos = System.nanoTime();
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  @Override
  public long nowNanos() {
    return System.nanoTime() - originNanos;
  }

  @Override
  public void at(long timeNanos, Runnable event) {
    events.add(timeNanos, event);
  }

  /**
   * Runs the event soon. While ten thousand events wait, the caller waits too. So the pipe holds
   * back a node that writes faster than the bench reads. After {@link #stop} the event is dropped.
   */
  public void post(Runnable event) throws InterruptedException {
    boolean taken = false;
    while (!taken && !stopped) {
      taken = posted.offer(event, STOPPED_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Makes {@link #run} throw; for all threads. Otherwise an exhausted heap on another thread would
   * go unnoticed.
   */
  public void fail(Throwable cause) {
    failure = cause;
    stop();
    // This only wakes the loop: if there is no room, the loop is awake.
    boolean unused = posted.offer(() -> {});
  }

  /**
   * Runs events until one of them calls {@link #stop}.
   *
   * @throws AssertionError after {@link #fail}, with its cause
   */
  void run() throws InterruptedException {
    while (!stopped) {
      Runnable next = posted.poll(events.nextTimeNanos() - nowNanos(), TimeUnit.NANOSECONDS);
      if (next != null) {
        next.run();
      }
      runDue();
    }
    if (failure != null) {
      throw new AssertionError("a thread of the bench failed", failure);
    }
  }

  /** Ends the loop after the current event. */
  void stop() {
    stopped = true;
  }

  private void runDue() {
    long nowNanos = nowNanos();
    while (!stopped && events.nextTimeNanos() <= nowNanos) {
      events.removeFirst().run();
    }
  }
}
