package dev.tattle.sim;

/**
 * Virtual time: it stands still while an event runs and jumps to the next event after it.
 *
 * <p>Thread rule: one thread, the one that calls {@link #runUntil}.
 */
public final class VirtualScheduler implements Scheduler {
  private final EventQueue events = new EventQueue();
  private long nowNanos;

  @Override
  public long nowNanos() {
    return nowNanos;
  }

  @Override
  public void at(long timeNanos, Runnable event) {
    events.add(Math.max(timeNanos, nowNanos), event);
  }

  /** Runs every event that is due by this time, those that they schedule included. */
  public void runUntil(long timeNanos) {
    while (events.nextTimeNanos() <= timeNanos) {
      nowNanos = events.nextTimeNanos();
      events.removeFirst().run();
    }
    nowNanos = Math.max(nowNanos, timeNanos);
  }
}
