package dev.tattle.sim;

/** A clock that may run too fast or too slow, and never goes back. */
final class SkewedClock {
  private final Scheduler scheduler;
  private double rate = 1;
  private long shownNanos;
  private long sinceNanos;

  /** A clock that shows this now, and runs at the right rate. */
  SkewedClock(Scheduler scheduler, long shownNanos) {
    this.scheduler = scheduler;
    this.shownNanos = shownNanos;
    sinceNanos = scheduler.nowNanos();
  }

  long nowNanos() {
    return shownNanos + (long) ((scheduler.nowNanos() - sinceNanos) * rate);
  }

  /** From now on it shows so many seconds for one that passes. */
  void setRate(double rate) {
    shownNanos = nowNanos();
    sinceNanos = scheduler.nowNanos();
    this.rate = rate;
  }

  /** How long it takes until this clock has moved on so far. */
  long toWorldNanos(long nanos) {
    return (long) (nanos / rate);
  }
}
