package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clients did to counters, and what nodes said about them. */
final class CountersHistory {
  private final Map<String, NamedCounter> counters = new LinkedHashMap<>();
  private final Map<Json, Written> byKey = new LinkedHashMap<>();
  private final Map<Long, Written> byIndex = new LinkedHashMap<>();
  private final Set<Written> writes = new LinkedHashSet<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Operation> entries;

  private CountersHistory(List<Operation> entries) {
    this.entries = entries;
  }

  /**
   * Reads a history.
   *
   * @throws dev.tattle.bench.history.HistoryException if it is no history of counters, or if its
   *     values are no sums of distinct additions
   */
  static CountersHistory of(List<Operation> entries) {
    CountersHistory history = new CountersHistory(entries);
    List<Attempt> attempts = Attempt.all(entries);
    attempts.forEach(history::addWrite);
    history.counters.values().forEach(NamedCounter::settle);
    for (Attempt attempt : attempts) {
      if (attempt.isOk()) {
        history.answers.add(Answer.of(attempt));
      }
      if (attempt.f().equals("delete")) {
        history.addDelete(attempt);
      }
    }
    return history;
  }

  private void addWrite(Attempt attempt) {
    Map<String, Json> fields = Answer.fields(attempt);
    List<Json> adds =
        switch (attempt.f()) {
          case "add" ->
              List.of(
                  Json.array(
                      fields.getOrDefault("counter", Json.NULL),
                      fields.getOrDefault("delta", Json.NULL)));
          case "add_all" -> fields.get("adds") instanceof Json.Arr all ? all.items() : List.of();
          default -> List.of();
        };
    if (adds.isEmpty()) {
      return;
    }
    Map<String, Integer> exponents = new LinkedHashMap<>();
    adds.forEach(add -> exponents.put(Answer.name(attempt, add), exponent(attempt, add)));
    Written written = written(attempt, fields, exponents);
    written.add(attempt);
    byIndex.put(attempt.invocation().index(), written);
    adds.forEach(
        add -> {
          String name = Answer.name(attempt, add);
          boolean isNegative = ((Json.Int) Answer.items(add).get(1)).value() < 0;
          counter(name).add(exponent(attempt, add), isNegative, written);
        });
  }

  private static int exponent(Attempt attempt, Json add) {
    int exponent =
        Answer.items(add).get(1) instanceof Json.Int delta ? PowerSum.exponent(delta.value()) : -1;
    if (exponent < 0) {
      throw Answer.wrong(attempt, "additions of powers of four, or their negatives");
    }
    return exponent;
  }

  private Written written(
      Attempt attempt, Map<String, Json> fields, Map<String, Integer> exponents) {
    Long ttl = fields.get("ttl") instanceof Json.Int millis ? millis.value() : null;
    Json key = fields.get("key");
    Written earlier = key == null ? null : byKey.get(key);
    if (earlier != null) {
      if (!earlier.exponents().equals(exponents)) {
        throw Answer.wrong(attempt, "the same additions as before under the same key");
      }
      return earlier;
    }
    Written written = new Written(exponents, ttl);
    writes.add(written);
    if (key != null) {
      byKey.put(key, written);
    }
    return written;
  }

  private void addDelete(Attempt attempt) {
    if (Answer.fields(attempt).get("counter") instanceof Json.Text name) {
      @Nullable Json taken = attempt.isOk() ? Answer.fields(attempt).get("value") : null;
      counter(name.value()).delete(attempt, taken);
    }
  }

  /** The counter of this name, whether or not anybody has used it. */
  NamedCounter counter(String name) {
    return counters.computeIfAbsent(name, NamedCounter::new);
  }

  /** The counters that clients changed or tried to change. */
  List<NamedCounter> counters() {
    return counters.values().stream().filter(NamedCounter::hasAdditions).toList();
  }

  /** The answers, in the order in which their attempts began. */
  List<Answer> answers() {
    return answers;
  }

  /** What an attempt was to add; null if it adds nothing. */
  @Nullable Written writeOf(Attempt attempt) {
    return byIndex.get(attempt.invocation().index());
  }

  Set<Written> writes() {
    return writes;
  }

  List<Operation> entries() {
    return entries;
  }
}
