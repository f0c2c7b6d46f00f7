package dev.tattle.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Does numbered pieces of work that share nothing on several threads, and hands out what came of
 * them in order, as if they were done one after the other. Of those that are begun at most two a
 * thread, less one, are not handed out; so one thread does no more than it is asked for. What was
 * begun in vain is thrown away.
 *
 * <p>Thread rule: one thread asks; the work is done on others.
 */
public final class InOrder<T> implements AutoCloseable {
  private final int ahead;
  private final LongFunction<T> work;
  private final ExecutorService threads;
  private final Queue<Future<T>> begun = new ArrayDeque<>();
  private long next;

  /**
   * Pieces from this number on; none is begun yet.
   *
   * @param count of threads
   */
  public InOrder(long first, int count, LongFunction<T> work) {
    next = first;
    ahead = 2 * count - 1;
    this.work = work;
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              // Nobody waits for what was begun in vain.
              Thread thread = new Thread(task, "in-order");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What came of the next piece; throws what it threw. */
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

  /** Begins nothing more, and does not wait for what is begun. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
