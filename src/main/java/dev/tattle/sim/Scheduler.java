package dev.tattle.sim;

/**
 * Time, and the events in it. Events run one at a time on one thread, in order of their time, and
 * in the order in which they were scheduled where the time is equal. An event runs to its end and
 * never blocks.
 */
public interface Scheduler {
  /** Nanoseconds since the run began. */
  long nowNanos();

  /** Runs the event at this time; at once after the present one where the time has passed. */
  void at(long timeNanos, Runnable event);

  /** Runs the event after this many nanoseconds. */
  default void after(long delayNanos, Runnable event) {
    at(nowNanos() + delayNanos, event);
  }
}
