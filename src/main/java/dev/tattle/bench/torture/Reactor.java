package dev.tattle.bench.torture;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits on one thread for sockets, timers, and work from other threads.
 *
 * <p>Thread rule: one thread, except for {@link #hand}, which is for all.
 */
final class Reactor implements AutoCloseable {
  private static final long MAX_WAIT_MILLIS = 100;

  /** Called when a channel is ready to be read, written, accepted or connected. */
  interface Ready {
    void onReady(SelectionKey key) throws IOException;
  }

  private record Due(long atNanos, long number, Runnable work) {}

  private final Selector selector;
  private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::number));
  private final long beganNanos = System.nanoTime();
  private long numbers;

  Reactor() throws IOException {
    selector = Selector.open();
  }

  /** Nanoseconds since this reactor was made. */
  long nowNanos() {
    return System.nanoTime() - beganNanos;
  }

  /** Runs the work after this time. */
  void after(Duration delay, Runnable work) {
    due.add(new Due(nowNanos() + delay.toNanos(), numbers++, work));
  }

  /** Runs the work soon, on the reactor's thread. */
  void hand(Runnable work) {
    handed.add(work);
    selector.wakeup();
  }

  SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, ready);
  }

  /** Works until the condition holds; false if it does not hold in time. */
  boolean runUntil(BooleanSupplier done, Duration most) throws IOException, InterruptedException {
    long endNanos = nowNanos() + most.toNanos();
    while (!done.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (nowNanos() >= endNanos) {
        return false;
      }
      turn();
    }
    return true;
  }

  private void turn() throws IOException {
    if (handed.isEmpty()) {
      selector.select(Reactor::ready, Math.max(1, waitMillis()));
    } else {
      selector.selectNow(Reactor::ready);
    }
    for (Runnable work = handed.poll(); work != null; work = handed.poll()) {
      work.run();
    }
    for (long now = nowNanos(); !due.isEmpty() && due.element().atNanos <= now; ) {
      due.remove().work.run();
    }
  }

  private long waitMillis() {
    Due next = due.peek();
    return next == null
        ? MAX_WAIT_MILLIS
        : Math.min(MAX_WAIT_MILLIS, TimeUnit.NANOSECONDS.toMillis(next.atNanos - nowNanos()));
  }

  private static void ready(SelectionKey key) {
    try {
      if (key.isValid()) {
        ((Ready) key.attachment()).onReady(key);
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
