package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Computes the set-full verdict straight from its definition, one element after the other. Elements
 * are integers, and each is added once.
 */
final class NaiveSetFull {
  private static final Comparator<Operation> BY_INDEX = Comparator.comparing(Operation::index);

  private final Map<String, List<Long>> elements = new TreeMap<>();
  private final List<Long> stale = new ArrayList<>();
  private final Map<String, List<Long>> latencies = new TreeMap<>();

  Json.Obj check(List<Operation> history) {
    List<Attempt> attempts = Attempt.all(history);
    List<Attempt> reads = attempts.stream().filter(a -> a.f().equals("read") && a.isOk()).toList();
    List<Attempt> adds = attempts.stream().filter(a -> a.f().equals("add")).toList();
    adds.stream()
        .sorted(Comparator.comparing(add -> number(add.invocation().value())))
        .forEach(add -> judge(add, reads));
    List<Long> lost = elements.getOrDefault("lost", List.of());
    List<Long> stable = elements.getOrDefault("stable", List.of());
    List<Long> neverRead = elements.getOrDefault("never-read", List.of());
    Json valid =
        !lost.isEmpty() ? Json.of(false) : stable.isEmpty() ? Json.of("unknown") : Json.of(true);
    Map<String, Json> result = new LinkedHashMap<>();
    result.put("valid?", valid);
    result.put("attempt-count", Json.of(adds.size()));
    put(result, "lost", lost);
    put(result, "never-read", neverRead);
    put(result, "stale", stale);
    result.put("stable-count", Json.of(stable.size()));
    result.put("duplicated-count", Json.of(0));
    result.put("duplicated", Json.object());
    latencies.forEach((outcome, all) -> result.put(outcome + "-latencies", quantiles(all)));
    return new Json.Obj(result);
  }

  private void judge(Attempt add, List<Attempt> reads) {
    Json value = add.invocation().value();
    List<Attempt> later =
        reads.stream().filter(r -> r.completion().index() > add.invocation().index()).toList();
    List<Attempt> showing = later.stream().filter(r -> shown(r).contains(value)).toList();
    List<Attempt> lacking = later.stream().filter(r -> !shown(r).contains(value)).toList();
    Optional<Operation> known =
        Stream.concat(
                Stream.of(add).filter(Attempt::isOk).map(Attempt::completion),
                showing.stream().map(Attempt::completion))
            .min(BY_INDEX);
    Optional<Operation> present = showing.stream().map(Attempt::invocation).max(BY_INDEX);
    Optional<Operation> absent = lacking.stream().map(Attempt::invocation).max(BY_INDEX);
    long lastPresent = present.map(Operation::index).orElse(-1L);
    long lastAbsent = absent.map(Operation::index).orElse(-1L);
    long element = number(value);
    if (present.isPresent() && lastAbsent < lastPresent) {
      long latency = latency(known, absent);
      file(elements, "stable", element);
      file(latencies, "stable", latency);
      if (latency > 0) {
        stale.add(element);
      }
    } else if (known.isPresent() && lastAbsent > lastPresent && lastAbsent > known.get().index()) {
      file(elements, "lost", element);
      file(latencies, "lost", latency(known, present));
    } else {
      file(elements, "never-read", element);
    }
  }

  private static Json quantiles(List<Long> latencies) {
    List<Long> sorted = latencies.stream().sorted().toList();
    Map<String, Json> quantiles = new LinkedHashMap<>();
    for (String q : List.of("0", "0.5", "0.95", "0.99", "1")) {
      int place = (int) Math.floor(Double.parseDouble(q) * sorted.size());
      quantiles.put(q, Json.of(sorted.get(place == sorted.size() ? place - 1 : place)));
    }
    return new Json.Obj(quantiles);
  }

  private static long latency(Optional<Operation> known, Optional<Operation> last) {
    long nanos = last.map(op -> op.timeNanos() + 1).orElse(0L) - known.orElseThrow().timeNanos();
    return Math.max(0, nanos) / 1_000_000;
  }

  private static void put(Map<String, Json> result, String name, List<Long> values) {
    result.put(name + "-count", Json.of(values.size()));
    result.put(name, Json.array(values.stream().map(Json::of).toList()));
  }

  private static void file(Map<String, List<Long>> lists, String name, long value) {
    lists.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  private static List<Json> shown(Attempt read) {
    return ((Json.Arr) read.completion().value()).items();
  }

  private static long number(Json value) {
    return ((Json.Int) value).value();
  }
}
