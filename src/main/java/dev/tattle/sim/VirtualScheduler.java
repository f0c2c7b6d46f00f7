package dev.tattle.sim;

/**
 * Keeps virtual time, which stands still while an event runs and then jumps to the next event.
 *
 * <p>Thread rule: one thread, the one that runs the events.
 */
public final class VirtualScheduler implements Scheduler {
  /** The most events at one instant. More means that events schedule each other without end. */
  static final int MAX_AT_ONCE = 5_000_000;

  private final EventQueue events = new EventQueue();
  private long nowNanos;
  private int atOnce;

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
   * @return false if there is none
   * @throws IllegalStateException if too many events run at one instant, so that time stands still
   */
  public boolean runNext() {
    long next = events.nextTimeNanos();
    if (next == EventQueue.NEVER) {
      return false;
    }
    atOnce = next == nowNanos ? atOnce + 1 : 0;
    if (atOnce > MAX_AT_ONCE) {
      throw new IllegalStateException(
          "time stands still at %d ns: %d events, and each makes another"
              .formatted(nowNanos, MAX_AT_ONCE));
    }
    nowNanos = next;
    events.removeFirst().run();
    return true;
  }

  /** Runs every event that is due by this time, including those that these events schedule. */
  public void runUntil(long timeNanos) {
    while (events.nextTimeNanos() <= timeNanos && runNext()) {}
    nowNanos = Math.max(nowNanos, timeNanos);
  }
}
