package dev.tattle.counters;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The counters by the time when they expire. */
final class Deadlines {
  private final NavigableMap<Long, Set<CounterState>> counters = new TreeMap<>();

  void put(CounterState counter, long deadlineMillis) {
    if (deadlineMillis > 0) {
      counters.computeIfAbsent(deadlineMillis, none -> new LinkedHashSet<>()).add(counter);
    }
  }

  /**
   * The counters that have expired. A counter stays here until it is deleted or gets a later time.
   */
  List<String> before(long nowMillis) {
    List<String> names = new ArrayList<>();
    List<Long> times = new ArrayList<>(counters.headMap(nowMillis, true).keySet());
    for (long time : times) {
      Set<CounterState> due = counters.getOrDefault(time, Set.of());
      due.removeIf(counter -> counter.deadlineMillis() != time);
      if (due.isEmpty()) {
        counters.remove(time);
      }
      due.stream().filter(CounterState::exists).forEach(counter -> names.add(counter.name()));
    }
    return names;
  }
}
