package dev.tattle.bench.check.kafka;

import dev.tattle.bench.history.Operation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** When no fault was on, and none had been for a second. */
final class CalmTimes {
  private static final String START = "start-";
  private static final String STOP = "stop-";
  private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Ends of what is not calm, by begin; later ones end later, too. */
  private final NavigableMap<Long, Long> disturbances = new TreeMap<>();

  static CalmTimes of(List<Operation> history) {
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
          times.disturbances.put(begin, entry.timeNanos() + RECOVERY_NANOS);
        }
      }
    }
    if (!on.isEmpty()) {
      times.disturbances.put(begin, Long.MAX_VALUE);
    }
    return times;
  }

  /** True where it was calm all the time. */
  boolean isAlways() {
    return disturbances.isEmpty();
  }

  boolean contains(long timeNanos) {
    Map.Entry<Long, Long> latest = disturbances.floorEntry(timeNanos);
    return latest == null || latest.getValue() < timeNanos;
  }
}
