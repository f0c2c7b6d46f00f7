package dev.tattle.sim;

/**
 * Virtual time: it stands still while an event runs and jumps to the next event after it.
 *
 * <p>Thread rule: one thread, the one that runs the events.
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

  /**
   * Runs the next event.
   *
   * @return false where there is none
   */
  public boolean runNext() {
    long next = events.nextTimeNanos();
    if (next == EventQueue.NEVER) {
      return false;
    }
    nowNanos = next;
    events.removeFirst().run();
    return true;
  }

  /** Runs every event that is due by this time, those that they schedule included. */
  public void runUntil(long timeNanos) {
    while (events.nextTimeNanos() <= timeNanos && runNext()) {}
    nowNanos = Math.max(nowNanos, timeNanos);
  }
}
