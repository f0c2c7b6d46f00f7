package dev.tattle.bench.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets running work end in order when the JVM is asked to end, by Ctrl-C for instance. The JVM then
 * waits until this is closed, at most 20 s.
 *
 * <p>Thread rule: the thread that works opens and closes it; the JVM requests the end on a thread
 * of its own.
 */
public final class OrderlyEnd implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "orderly end");
  private Runnable stop = () -> {};
  private volatile boolean requested;

  private OrderlyEnd() {}

  /** From now on the JVM waits. */
  public static OrderlyEnd begin() {
    OrderlyEnd end = new OrderlyEnd();
    try {
      Runtime.getRuntime().addShutdownHook(end.hook);
    } catch (IllegalStateException shuttingDown) {
      end.requested = true;
    }
    return end;
  }

  /** Sets how to stop the present work. Once this returns, no earlier action is still running. */
  public synchronized void stopBy(Runnable action) {
    stop = action;
    if (requested) {
      action.run();
    }
  }

  /** True once the JVM was asked to end. */
  public boolean isRequested() {
    return requested;
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already.
    }
  }

  private void end() {
    synchronized (this) {
      requested = true;
      stop.run();
    }
    try {
      boolean unused = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
