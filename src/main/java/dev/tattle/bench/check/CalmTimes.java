package dev.tattle.bench.check;

import dev.tattle.bench.history.Operation;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** When no fault was on, and none had been for some time. */
public final class CalmTimes {
  private static final String START = "start-";
  private static final String STOP = "stop-";

  /** Ends of what is not calm, by begin; later ones end later, too. */
  private final NavigableMap<Long, Long> disturbances = new TreeMap<>();

  /**
   * Of a history.
   *
   * @param recovery for how long after its end a fault may still show
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

  /** True where it was calm all the time. */
  public boolean isAlways() {
    return disturbances.isEmpty();
  }

  public boolean contains(long timeNanos) {
    Map.Entry<Long, Long> latest = disturbances.floorEntry(timeNanos);
    return latest == null || latest.getValue() < timeNanos;
  }
}
