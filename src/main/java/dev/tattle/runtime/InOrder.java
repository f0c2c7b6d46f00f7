package dev.tattle.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Does numbered pieces of independent work on several threads and returns the results in order. At
 * most 2 × threads − 1 pieces are begun and not yet taken, so a single thread never works ahead.
 * {@link #close} discards pieces that nobody took.
 *
 * <p>Thread rule: one thread calls; other threads do the work.
 */
public final class InOrder<T> implements AutoCloseable {
  private final int ahead;
  private final LongFunction<T> work;
  private final ExecutorService threads;
  private final Queue<Future<T>> begun = new ArrayDeque<>();
  private long next;

  /**
   * Prepares the pieces from this number on; begins none yet.
   *
   * @param count the number of threads
   */
  public InOrder(long first, int count, LongFunction<T> work) {
    next = first;
    ahead = 2 * count - 1;
    this.work = work;
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              // Work that nobody took must not keep the process alive.
              Thread thread = new Thread(task, "in-order");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Waits for the next piece and returns its result, or throws what the piece threw. */
  public T take() throws InterruptedException {
    while (begun.size() < ahead) {
      long number = next++;
      begun.add(threads.submit(() -> work.apply(number)));
    }
    try {
      return begun.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  /** Begins nothing more and interrupts the work in progress, without waiting for it. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
