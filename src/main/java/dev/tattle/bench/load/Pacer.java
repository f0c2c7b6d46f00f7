package dev.tattle.bench.load;

import dev.tattle.sim.Scheduler;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Jepsen's {@code stagger}: the first act at once, and each next one between nothing and twice the
 * mean interval after the one before. What could not be done in time is done late, and not made up
 * for.
 */
public final class Pacer implements Load {
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final double meanNanos;
  private final BooleanSupplier act;
  private boolean running;
  private boolean waiting;

  /**
   * A pacer that stands still.
   *
   * @param act tries to act; false where it can't now, and is asked again at {@link #retry}
   */
  public Pacer(Scheduler scheduler, RandomGenerator random, double meanNanos, BooleanSupplier act) {
    this.scheduler = scheduler;
    this.random = random;
    this.meanNanos = meanNanos;
    this.act = act;
  }

  @Override
  public void start() {
    running = true;
    actAt(scheduler.nowNanos());
  }

  @Override
  public void stop() {
    running = false;
  }

  /** What stood in the way of acting may be gone. */
  @Override
  public void retry() {
    if (waiting && running) {
      waiting = false;
      actAt(scheduler.nowNanos());
    }
  }

  private void actAt(long plannedNanos) {
    if (!running) {
      return;
    }
    if (!act.getAsBoolean()) {
      waiting = true;
      return;
    }
    long next = plannedNanos + (long) (random.nextDouble() * 2 * meanNanos);
    long due = Math.max(next, scheduler.nowNanos());
    scheduler.at(due, () -> actAt(due));
  }
}
