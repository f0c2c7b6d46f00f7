package dev.tattle.sim;

/** A clock that may run too fast or too slow, but never goes back. */
final class SkewedClock {
  private final Scheduler scheduler;
  private double rate = 1;
  private long shownNanos;
  private long sinceNanos;

  /** A clock that shows this time now and runs at the right rate. */
  SkewedClock(Scheduler scheduler, long shownNanos) {
    this.scheduler = scheduler;
    this.shownNanos = shownNanos;
    sinceNanos = scheduler.nowNanos();
  }

  long nowNanos() {
    return shownNanos + (long) ((scheduler.nowNanos() - sinceNanos) * rate);
  }

  /** From now on, the clock advances by this many seconds per second of the scheduler's time. */
  void setRate(double rate) {
    shownNanos = nowNanos();
    sinceNanos = scheduler.nowNanos();
    this.rate = rate;
  }

  /** The scheduler's time, in nanoseconds, in which this clock advances by this much. */
  long toWorldNanos(long nanos) {
    return (long) (nanos / rate);
  }
}
