package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One counter, whose value never leaves its bounds. An operation that would move the value out of
 * the bounds is refused. Immutable.
 *
 * <pre>
 * operation              result                what it does
 * next    []             [value]               adds 1
 * add     [delta]        [value]
 * reserve [count]        [first, last]         adds the count: the client alone gets these numbers
 * cas     [from, to]     [value]               refused if the value is not 'from'
 * get_and_reset []       [value before]        sets it to 0
 * bounds  [min, max]     [value]               refused if the value is not within
 * create  [min, max]     [value, 1 or 0]       1 if it creates the counter; refused if it
 *                                              exists with other bounds
 * delete  []             [value before]        refused if there is none
 * </pre>
 */
record StrongCounter(long value, long min, long max) {
  /** A counter before the first write. */
  static final StrongCounter NEW = new StrongCounter(0, Long.MIN_VALUE, Long.MAX_VALUE);

  /** How many arguments an operation has; null if there is no such operation. */
  static @Nullable Integer arguments(String operation) {
    return switch (operation) {
      case "next", "get_and_reset", "delete" -> 0;
      case "add", "reserve" -> 1;
      case "cas", "bounds", "create" -> 2;
      default -> null;
    };
  }

  /**
   * The outcome of an operation.
   *
   * @param after the counter afterwards; null if the operation is refused
   * @param result the client's result: an array of integers, or of an error's code and text
   */
  record Step(@Nullable StrongCounter after, Json result) {}

  /** Carries out an operation on a counter that exists, with as many arguments as it needs. */
  Step step(String operation, List<Long> arguments) {
    return switch (operation) {
      case "next" -> plus(1);
      case "add" -> plus(arguments.get(0));
      case "reserve" -> reserve(arguments.get(0));
      case "cas" ->
          arguments.get(0) == value
              ? to(arguments.get(1), arguments.get(1))
              : refused("the counter is not 'from': it is " + value);
      case "get_and_reset" -> to(0, value);
      case "bounds" -> bounds(arguments.get(0), arguments.get(1));
      case "create" ->
          arguments.equals(List.of(min, max))
              ? new Step(this, numbers(value, 0))
              : refused(
                  "there is a counter of this name with bounds %d and %d".formatted(min, max));
      default -> throw new IllegalArgumentException("no operation: " + operation);
    };
  }

  /** Makes a counter with these bounds. */
  static Step create(List<Long> bounds) {
    StrongCounter made = NEW.bounds(bounds.get(0), bounds.get(1)).after;
    return made == null
        ? refused("a new counter is 0, so its bounds must include 0")
        : new Step(made, numbers(made.value, 1));
  }

  private Step plus(long delta) {
    long sum = value + delta;
    boolean overflows = ((value ^ sum) & (delta ^ sum)) < 0;
    return overflows
        ? refused("the sum of %d and %d does not fit into 64 bits".formatted(value, delta))
        : to(sum, sum);
  }

  private Step reserve(long count) {
    Step whole = plus(count);
    StrongCounter after = whole.after;
    return after == null ? whole : new Step(after, numbers(value + 1, after.value));
  }

  private Step bounds(long newMin, long newMax) {
    return newMin <= value && value <= newMax
        ? new Step(new StrongCounter(value, newMin, newMax), numbers(value))
        : refused("the counter is not within these bounds: it is " + value);
  }

  private Step to(long next, long told) {
    return min <= next && next <= max
        ? new Step(new StrongCounter(next, min, max), numbers(told))
        : refused(
            "the counter is %d and must stay from %d to %d, but would become %d"
                .formatted(value, min, max, next));
  }

  private static Step refused(String why) {
    return new Step(null, error(RpcError.PRECONDITION_FAILED, why));
  }

  /** Makes a result that is an error. */
  static Json error(RpcError error, String why) {
    return Json.array(Json.of(error.code()), Json.of(why));
  }

  static Json numbers(long... numbers) {
    List<Json> items = new ArrayList<>(numbers.length);
    for (long number : numbers) {
      items.add(Json.of(number));
    }
    return Json.array(items);
  }
}
