package dev.tattle.runtime.cluster.http;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the bodies of requests that are still arriving. Together they hold at most {@value
 * #MOST_BYTES} bytes, and each must arrive within {@value #PATIENCE_SECONDS} s.
 *
 * <p>Thread rule: the event loop.
 */
final class Bodies {
  static final int MOST_BYTES = 64 << 20;
  static final int PATIENCE_SECONDS = 30;

  private static final long SWEEP_MILLIS = 5_000;

  private final LongSupplier nanoTime;
  private final Set<Coming> coming = new LinkedHashSet<>();
  private long bytes;
  private boolean isArmed;

  Bodies(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A body that is still arriving. */
  final class Coming {
    private final Runnable late;
    private final long sinceNanos = nanoTime.getAsLong();
    private long own;

    private Coming(Runnable late) {
      this.late = late;
    }

    /** Adds the length of a part. Returns false if there is no room for it. */
    boolean add(int length) {
      if (bytes + length > MOST_BYTES) {
        return false;
      }
      bytes += length;
      own += length;
      return true;
    }

    /** Ends the body: it has arrived, or nobody waits for the rest. */
    void end() {
      if (coming.remove(this)) {
        bytes -= own;
      }
    }
  }

  /**
   * Begins a body.
   *
   * @param late called if the body has not ended in time
   */
  Coming begin(Runnable late) {
    Coming one = new Coming(late);
    coming.add(one);
    if (!isArmed) {
      arm();
    }
    return one;
  }

  private void arm() {
    isArmed = true;
    Vertx.currentContext().owner().setTimer(SWEEP_MILLIS, unused -> sweep());
  }

  private void sweep() {
    isArmed = false;
    List<Coming> tooLate = new ArrayList<>();
    for (Coming one : coming) {
      if (nanoTime.getAsLong() - one.sinceNanos < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        break;
      }
      tooLate.add(one);
    }
    for (Coming one : tooLate) {
      one.end();
      one.late.run();
    }
    if (!coming.isEmpty()) {
      arm();
    }
  }
}
