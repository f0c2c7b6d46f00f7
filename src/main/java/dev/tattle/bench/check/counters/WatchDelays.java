package dev.tattle.bench.check.counters;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.tattle.bench.check.CalmTimes;
import dev.tattle.core.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that a watch ends soon after its node knows another value than the watcher. The node's
 * answers to others meanwhile show what it knows. Only calm times count. Only counters that never
 * lose an addition count, because their values never come again.
 */
final class WatchDelays {
  /** A node may batch changes for a while. */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  /** Longer than a watch lasts, so that a fault that begins meanwhile counts. */
  private static final Duration RECOVERY = Duration.ofSeconds(6);

  private final CountersHistory history;
  private final CalmTimes calm;
  private final CounterCases cases;

  /** The answers by node and counter, in the order in which they began. */
  private final Map<String, List<Answer>> answers = new LinkedHashMap<>();

  private WatchDelays(CountersHistory history, CounterCases cases) {
    this.history = history;
    this.cases = cases;
    calm = CalmTimes.of(history.entries(), RECOVERY);
    for (Answer answer : history.answers()) {
      for (String name : answer.values().keySet()) {
        answers.computeIfAbsent(place(answer, name), first -> new ArrayList<>()).add(answer);
      }
    }
  }

  private static String place(Answer answer, String counter) {
    return answer.node() + " " + counter;
  }

  static void judge(CountersHistory history, CounterCases cases) {
    WatchDelays delays = new WatchDelays(history, cases);
    history.answers().stream()
        .filter(answer -> answer.attempt().f().equals("watch"))
        .filter(delays::isCalm)
        .forEach(delays::judge);
  }

  private boolean isCalm(Answer watch) {
    return calm.contains(watch.attempt().invocation().timeNanos())
        && calm.contains(watch.attempt().completion().timeNanos());
  }

  private void judge(Answer watch) {
    String name = watch.values().keySet().iterator().next();
    Json given = Answer.fields(watch.attempt()).get("given");
    long begin = watch.attempt().invocation().timeNanos();
    long end = watch.attempt().completion().timeNanos();
    if (given == null) {
      if (isLate(begin, end)) {
        add(watch, watch, begin, "it was asked for the present value");
      }
      return;
    }
    if (!history.counter(name).onlyGrows()) {
      return;
    }
    for (Answer other : answers.getOrDefault(place(watch, name), List.of())) {
      long known = Math.max(begin, other.attempt().completion().timeNanos());
      boolean isNews = !given.equals(other.values().get(name));
      if (isNews && isAfterGiven(other, given, name) && isLate(known, end)) {
        add(watch, other, known, "its node had shown another value");
        return;
      }
    }
  }

  /** True if the value has all that the watcher was shown, so that it is no earlier value. */
  private boolean isAfterGiven(Answer other, Json given, String name) {
    NamedCounter counter = history.counter(name);
    long seen = counter.take(given).shown();
    long shown = counter.take(other.values().getOrDefault(name, Json.of(0))).shown();
    return (seen & ~shown) == 0;
  }

  private static boolean isLate(long knownNanos, long endNanos) {
    return endNanos - knownNanos > PATIENCE.toNanos();
  }

  private void add(Answer watch, Answer cause, long knownNanos, String because) {
    long end = watch.attempt().completion().timeNanos();
    cases.add(
        CounterError.WATCH_LATE,
        watch,
        cause.attempt(),
        "%s answers a watch of %s only %d ms later"
            .formatted(
                watch.node(),
                watch.values().keySet().iterator().next(),
                NANOSECONDS.toMillis(end - knownNanos)),
        because);
  }
}
