package dev.tattle.runtime;

import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The timers that are set, ordered by deadline and then by the order in which they were set. It has
 * no clock: callers pass the time.
 *
 * <p>Thread rule: one thread.
 */
final class Timers {
  private record Entry(Timer timer, long deadlineNanos, long order) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byDeadline = Long.compare(deadlineNanos, other.deadlineNanos);
      return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
    }
  }

  private final TreeSet<Entry> byDeadline = new TreeSet<>();
  private final Map<Timer, Entry> byTimer = new LinkedHashMap<>();
  private long nextOrder;

  /** Sets a timer, or replaces an equal one. A delay beyond the range of the clock means never. */
  void set(Timer timer, Duration delay, long nowNanos) {
    cancel(timer);
    Entry entry = new Entry(timer, deadline(delay, nowNanos), nextOrder++);
    byTimer.put(timer, entry);
    byDeadline.add(entry);
  }

  void cancel(Timer timer) {
    Entry entry = byTimer.remove(timer);
    if (entry != null) {
      byDeadline.remove(entry);
    }
  }

  void cancelAll() {
    byTimer.clear();
    byDeadline.clear();
  }

  /** Removes and returns the first timer whose deadline has passed; null if there is none. */
  @Nullable Timer pollDue(long nowNanos) {
    if (byDeadline.isEmpty() || byDeadline.first().deadlineNanos() > nowNanos) {
      return null;
    }
    Timer timer = byDeadline.first().timer();
    cancel(timer);
    return timer;
  }

  /** How long until the next deadline; {@link Long#MAX_VALUE} if no timer is set. */
  long nanosUntilNext(long nowNanos) {
    return byDeadline.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(0, byDeadline.first().deadlineNanos() - nowNanos);
  }

  private static long deadline(Duration delay, long nowNanos) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE - nowNanos);
    return delay.compareTo(longest) >= 0 ? Long.MAX_VALUE : nowNanos + delay.toNanos();
  }
}
