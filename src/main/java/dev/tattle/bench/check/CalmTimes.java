package dev.tattle.bench.check;

import dev.tattle.bench.history.Operation;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The times without a fault, from some time after the end of the last fault. */
public final class CalmTimes {
  private static final String START = "start-";
  private static final String STOP = "stop-";

  /** Ends of disturbed times by their begin. A later one also ends later. */
  private final NavigableMap<Long, Long> disturbances = new TreeMap<>();

  /**
   * Finds the calm times of a history.
   *
   * @param recovery for how long after its end a fault may still have effects
   */
  public static CalmTimes of(List<Operation> history, Duration recovery) {
    CalmTimes times = new CalmTimes();
    Set<String> on = new LinkedHashSet<>();
    long begin = 0;
    for (Operation entry : history) {
      if (!entry.isClient() && entry.f().startsWith(START)) {
        begin = on.isEmpty() ? entry.timeNanos() : begin;
        on.add(entry.f().substring(START.length()));
      } else if (!entry.isClient() && entry.f().startsWith(STOP)) {
        on.remove(entry.f().substring(STOP.length()));
        if (on.isEmpty()) {
          times.disturbances.put(begin, entry.timeNanos() + recovery.toNanos());
        }
      }
    }
    if (!on.isEmpty()) {
      times.disturbances.put(begin, Long.MAX_VALUE);
    }
    return times;
  }

  /** True if the whole run was calm. */
  public boolean isAlways() {
    return disturbances.isEmpty();
  }

  /** True if no fault is on at this time, nor was shortly before. */
  public boolean contains(long timeNanos) {
    Map.Entry<Long, Long> latest = disturbances.floorEntry(timeNanos);
    return latest == null || latest.getValue() < timeNanos;
  }
}
