package dev.tattle.bench.check;

import dev.tattle.bench.check.SetElement.Outcome;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Whether a grow-only set kept what was added to it: Jepsen's {@code set-full}, of sets that need
 * not be linearizable. Latencies are in milliseconds, by quantile.
 *
 * <p>No element may be lost, and none shown twice by one read; Jepsen means the latter too, but
 * compares the wrong way round and never finds one.
 *
 * @param addFunction what an add is called: {@code "add"}, {@code "broadcast"}
 */
public record SetFullChecker(String addFunction) implements Checker {
  private static final List<String> QUANTILES = List.of("0", "0.5", "0.95", "0.99", "1");

  @Override
  public Json.Obj check(List<Operation> history) {
    return report(timeline(history));
  }

  /** Of each stable element, in milliseconds, the shortest first. */
  public long[] stableLatenciesMillis(List<Operation> history) {
    return sorted(select(timeline(history), Outcome.STABLE), SetElement::stableLatencyMillis);
  }

  private SetTimeline timeline(List<Operation> history) {
    List<Attempt> attempts = Attempt.all(history);
    return SetTimeline.of(
        attempts.stream().filter(a -> a.f().equals(addFunction)).toList(),
        attempts.stream().filter(a -> a.f().equals("read") && a.isOk()).toList());
  }

  private static long[] sorted(List<SetElement> elements, ToLongFunction<SetElement> millis) {
    return elements.stream().mapToLong(millis).sorted().toArray();
  }

  private static Json.Obj report(SetTimeline timeline) {
    List<SetElement> stable = select(timeline, Outcome.STABLE);
    List<SetElement> lost = select(timeline, Outcome.LOST);
    List<SetElement> neverRead = select(timeline, Outcome.NEVER_READ);
    List<SetElement> stale = stable.stream().filter(e -> e.stableLatencyMillis() > 0).toList();
    boolean isBroken = !lost.isEmpty() || !timeline.duplicated().isEmpty();
    Verdict verdict = !isBroken && stable.isEmpty() ? Verdict.UNKNOWN : Verdict.of(!isBroken);
    Map<String, Json> result = new LinkedHashMap<>();
    result.put("duplicated-count", Json.of(timeline.duplicated().size()));
    result.put("valid?", verdict.json());
    result.put("lost-count", Json.of(lost.size()));
    result.put("lost", values(lost));
    result.put("stable-count", Json.of(stable.size()));
    result.put("stale-count", Json.of(stale.size()));
    result.put("stale", values(stale));
    result.put("never-read-count", Json.of(neverRead.size()));
    putLatencies(result, "stable-latencies", stable, SetElement::stableLatencyMillis);
    result.put("attempt-count", Json.of(timeline.elements().size()));
    putLatencies(result, "lost-latencies", lost, SetElement::lostLatencyMillis);
    result.put("never-read", values(neverRead));
    result.put("duplicated", Values.counts(timeline.duplicated()));
    return new Json.Obj(result);
  }

  private static List<SetElement> select(SetTimeline timeline, Outcome outcome) {
    return timeline.elements().stream().filter(e -> e.outcome() == outcome).toList();
  }

  private static Json values(List<SetElement> elements) {
    return Json.array(elements.stream().map(SetElement::value).toList());
  }

  private static void putLatencies(
      Map<String, Json> result,
      String name,
      List<SetElement> elements,
      ToLongFunction<SetElement> latencyMillis) {
    if (elements.isEmpty()) {
      return;
    }
    long[] sorted = sorted(elements, latencyMillis);
    Map<String, Json> quantiles = new LinkedHashMap<>();
    for (String quantile : QUANTILES) {
      int place = (int) Math.floor(sorted.length * Double.parseDouble(quantile));
      quantiles.put(quantile, Json.of(sorted[Math.min(place, sorted.length - 1)]));
    }
    result.put(name, new Json.Obj(quantiles));
  }
}
