package dev.tattle.bench.net;

import dev.tattle.core.Json;
import dev.tattle.sim.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures the time from each heal until every node has every value that some node had at the heal.
 * A heal is the end of the last fault. A fault that begins before that interrupts the heal. The
 * times of the first {@value #MOST_TIMES} other heals are kept.
 */
final class Convergence {
  private static final int MOST_TIMES = 1_000;

  private final Scheduler scheduler;
  private final List<Long> times = new ArrayList<>();
  private int activeFaults;
  private long heals;
  private long interrupted;
  private long healNanos;

  /** The number of pairs of a node and a value that the node still lacks. */
  private long missing;

  Convergence(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void onFaultStart() {
    activeFaults++;
    if (missing > 0) {
      missing = 0;
      interrupted++;
    }
  }

  /** Handles the end of a fault. */
  void onFaultStop(Collection<TracedValue> values) {
    if (--activeFaults > 0) {
      return;
    }
    heals++;
    healNanos = scheduler.nowNanos();
    for (TracedValue value : values) {
      missing += value.awaitBy(heals);
    }
    if (missing == 0) {
      converge();
    }
  }

  /** Handles the arrival of a value at a node that did not have it. */
  void onArrival(TracedValue value) {
    if (missing > 0 && value.isAwaitedBy(heals) && --missing == 0) {
      converge();
    }
  }

  boolean isAwaited() {
    return missing > 0;
  }

  private void converge() {
    if (times.size() < MOST_TIMES) {
      times.add(TimeUnit.NANOSECONDS.toMillis(scheduler.nowNanos() - healNanos));
    }
  }

  /** The fields for the results; empty if nothing healed. */
  Map<String, Json> json() {
    Map<String, Json> json = new LinkedHashMap<>();
    if (heals > 0) {
      json.put("heal-count", Json.of(heals));
      json.put("interrupted-count", Json.of(interrupted));
      json.put("unfinished-count", Json.of(missing > 0 ? 1 : 0));
      if (!times.isEmpty()) {
        List<Long> sorted = times.stream().sorted().toList();
        json.put("median-ms", Json.of(sorted.get(sorted.size() / 2)));
        json.put("max-ms", Json.of(sorted.get(sorted.size() - 1)));
      }
      json.put("ms", Json.array(times.stream().map(Json::of).toList()));
    }
    return json;
  }
}
