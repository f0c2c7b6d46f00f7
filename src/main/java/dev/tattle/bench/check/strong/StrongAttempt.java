package dev.tattle.bench.check.strong;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An attempt at an operation on a counter. All attempts with the same key count as one operation:
 * it happened once, between the first invocation that may have done it and the first answer.
 */
record StrongAttempt(Attempt attempt, String counter, Map<String, Json> fields) {
  static StrongAttempt of(Attempt attempt) {
    Operation known = attempt.isOk() ? attempt.completion() : attempt.invocation();
    if (known.value() instanceof Json.Arr pair
        && pair.items().size() == 2
        && pair.items().get(0) instanceof Json.Text name
        && pair.items().get(1) instanceof Json.Obj object) {
      return new StrongAttempt(attempt, name.value(), object.fields());
    }
    throw HistoryException.at(known, "expected the value to be a counter's name and an object");
  }

  boolean isOk() {
    return attempt.isOk();
  }

  boolean hasFailed() {
    return attempt.outcome() == Operation.Type.FAIL;
  }

  boolean isRead() {
    return attempt.f().equals("read");
  }

  boolean isLocal() {
    return fields.containsKey("consistency");
  }

  boolean isRefused() {
    return fields.containsKey("refused");
  }

  long number(String name) {
    return CounterModel.number(fields, name);
  }

  /** How many numbers it hands out. */
  long size() {
    return switch (attempt.f()) {
      case "next" -> 1;
      case "reserve" -> number("count");
      default -> 0;
    };
  }

  /** The counter's value after it. It must be ok, and be a read or hand out numbers. */
  long last() {
    return number(attempt.f().equals("reserve") ? "last" : "value");
  }

  /** The value before its own numbers; for a read, the value. */
  long before() {
    return attempt.f().equals("reserve") ? number("first") - 1 : last() - size();
  }

  private Json key() {
    return fields.getOrDefault("key", Json.NULL);
  }

  /**
   * Merges attempts with the same key and drops those that did not happen. The result is in the
   * order of invocations.
   *
   * @param problems hears of a key that got two answers
   */
  static List<StrongAttempt> merged(List<StrongAttempt> all, StrongProblems problems) {
    List<StrongAttempt> merged = new ArrayList<>();
    Map<Json, List<StrongAttempt>> byKey = new LinkedHashMap<>();
    for (StrongAttempt each : all) {
      if (each.hasFailed() || (each.isRead() && !each.isOk())) {
        continue;
      }
      if (each.key().equals(Json.NULL)) {
        merged.add(each);
      } else {
        byKey.computeIfAbsent(each.key(), first -> new ArrayList<>()).add(each);
      }
    }
    byKey.values().forEach(same -> merged.add(asOne(same, problems)));
    merged.sort(Comparator.comparingLong(each -> each.attempt.invocation().index()));
    return merged;
  }

  private static StrongAttempt asOne(List<StrongAttempt> same, StrongProblems problems) {
    List<StrongAttempt> answered =
        same.stream()
            .filter(StrongAttempt::isOk)
            .sorted(Comparator.comparingLong(each -> each.attempt.completion().index()))
            .toList();
    StrongAttempt known = answered.isEmpty() ? same.get(0) : answered.get(0);
    for (StrongAttempt other : answered) {
      if (!other.fields.equals(known.fields)) {
        problems.add("two-answers", other, known, "the same key was answered in another way");
      }
    }
    Map<String, Json> fields = new LinkedHashMap<>(known.fields);
    fields.remove("key");
    Json value = Json.array(Json.of(known.counter), new Json.Obj(fields));
    Attempt one =
        new Attempt(
            same.get(0).attempt.invocation().withValue(value),
            known.attempt.completion().withValue(value),
            known.attempt.isFinished());
    return new StrongAttempt(one, known.counter, fields);
  }
}
