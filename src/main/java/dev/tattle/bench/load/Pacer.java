package dev.tattle.bench.load;

import dev.tattle.sim.Scheduler;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Paces acts as Jepsen's {@code stagger}: the first act comes at once, and each next one between
 * zero and twice the mean interval after the one before. An act that can't happen in time happens
 * late, and the later ones do not catch up.
 */
public final class Pacer implements Load {
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final double meanNanos;
  private final BooleanSupplier act;
  private boolean running;
  private boolean waiting;

  /**
   * A pacer that has not started.
   *
   * @param act tries to act; false if it can't now, so that {@link #retry} asks again
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

  /** Tries a late act again. */
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
