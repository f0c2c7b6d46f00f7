package dev.tattle.sim;

/**
 * Tells the time and runs events. Events run one at a time on one thread, in order of their time;
 * events with equal times run in the order in which they were scheduled. An event runs to its end
 * and never blocks.
 */
public interface Scheduler {
  /** Nanoseconds since the run began. */
  long nowNanos();

  /** Runs the event at this time, or right after the current event if that time has passed. */
  void at(long timeNanos, Runnable event);

  /** Runs the event after this many nanoseconds. */
  default void after(long delayNanos, Runnable event) {
    at(nowNanos() + delayNanos, event);
  }
}
