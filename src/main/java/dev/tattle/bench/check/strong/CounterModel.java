package dev.tattle.bench.check.strong;

import dev.tattle.bench.check.Model;
import dev.tattle.core.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A counter with optional bounds. An operation that would leave the bounds is refused and changes
 * nothing; its value has {@code refused}. A value without a result means that the result is
 * unknown.
 */
final class CounterModel implements Model {
  private static final List<String> RESULTS = List.of("value", "first", "refused");

  /** The JSON is {@code value}, or {@code [value, min, max]} if the counter has bounds. */
  private record State(long value, long min, long max) {
    static State of(Json json) {
      if (json instanceof Json.Arr array) {
        List<Json> items = array.items();
        return new State(number(items.get(0)), number(items.get(1)), number(items.get(2)));
      }
      return new State(number(json), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    Json json() {
      return min == Long.MIN_VALUE && max == Long.MAX_VALUE
          ? Json.of(value)
          : Json.array(Json.of(value), Json.of(min), Json.of(max));
    }

    /** The state with this value; null if the bounds forbid it. */
    @Nullable State to(long next) {
      return min <= next && next <= max ? new State(next, min, max) : null;
    }

    @Nullable State plus(long delta) {
      try {
        return to(Math.addExact(value, delta));
      } catch (ArithmeticException tooLarge) {
        return null;
      }
    }
  }

  @Override
  public Json initial() {
    return Json.of(0);
  }

  @Override
  public boolean onlyReads(String f, Json value) {
    return f.equals("read") || fields(value).containsKey("refused");
  }

  @Override
  public @Nullable Json step(Json state, String f, Json value) {
    Map<String, Json> fields = fields(value);
    State before = State.of(state);
    State after = after(before, f, fields);
    if (fields.containsKey("refused")) {
      return after == null ? state : null;
    }
    boolean isKnown = RESULTS.stream().anyMatch(fields::containsKey);
    return after == null || (isKnown && !isResult(before, after, f, fields)) ? null : after.json();
  }

  /** The state after the operation; null if the operation is refused. */
  private static @Nullable State after(State before, String f, Map<String, Json> fields) {
    return switch (f) {
      case "read" -> before;
      case "next" -> before.plus(1);
      case "add" -> before.plus(number(fields, "delta"));
      case "reserve" -> before.plus(number(fields, "count"));
      case "cas" -> before.value == number(fields, "from") ? before.to(number(fields, "to")) : null;
      case "get_and_reset" -> before.to(0);
      case "bounds" ->
          new State(before.value, number(fields, "min"), number(fields, "max")).to(before.value);
      default -> throw new IllegalArgumentException("a counter does not know '" + f + "'");
    };
  }

  private static boolean isResult(State before, State after, String f, Map<String, Json> fields) {
    return switch (f) {
      case "reserve" ->
          number(fields, "first") == before.value + 1 && number(fields, "last") == after.value;
      case "get_and_reset" -> number(fields, "value") == before.value;
      default -> number(fields, "value") == after.value;
    };
  }

  static Map<String, Json> fields(Json value) {
    return ((Json.Obj) value).fields();
  }

  static long number(Map<String, Json> fields, String name) {
    return number(fields.getOrDefault(name, Json.NULL));
  }

  private static long number(Json json) {
    if (json instanceof Json.Int number) {
      return number.value();
    }
    throw new IllegalArgumentException("expected a number of 64 bits, but it is " + json.kind());
  }
}
