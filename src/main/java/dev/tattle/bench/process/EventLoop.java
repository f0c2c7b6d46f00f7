package dev.tattle.bench.process;

import dev.tattle.sim.EventQueue;
import dev.tattle.sim.Scheduler;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events on the wall clock. All of them run on the thread that calls {@link #run}.
 *
 * <p>Thread rule: {@link #post} is for all other threads; everything else for the loop's thread, or
 * for the one that sets things up before it.
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
   * Runs the event soon. While ten thousand wait the caller waits too, so a node that writes faster
   * than the bench reads is held back by its pipe. After {@link #stop} the event is dropped.
   */
  public void post(Runnable event) throws InterruptedException {
    boolean taken = false;
    while (!taken && !stopped) {
      taken = posted.offer(event, STOPPED_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Makes {@link #run} throw; for all threads, on which nobody would hear of an exhausted heap. */
  public void fail(Throwable cause) {
    failure = cause;
    stop();
    // Only to wake the loop: where this finds no room, it is awake.
    boolean unused = posted.offer(() -> {});
  }

  /**
   * Runs events until one of them calls {@link #stop}.
   *
   * @throws AssertionError because of what {@link #fail} was told
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

  /** Ends the loop after the present event. */
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
