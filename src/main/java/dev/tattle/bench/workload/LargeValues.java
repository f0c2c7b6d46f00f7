package dev.tattle.bench.workload;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes some of the values 0, 1, 2 … large: the node gets a string of {@value #CHARS} characters
 * that begins with the number. In histories the value stays a number, so that checkers and the
 * store handle it as any other. A string that is not exactly the one that was sent stays as it
 * came.
 */
public final class LargeValues {
  static final int CHARS = 100_000;

  private final double fraction;

  /**
   * Numbers by the string sent for each, because comparing is much cheaper than making the string.
   */
  private final Map<Json, Json> numbers = new LinkedHashMap<>();

  /**
   * Spreads the large values evenly.
   *
   * @param fraction of all values that are large, 0 to 1
   */
  public LargeValues(double fraction) {
    this.fraction = fraction;
  }

  /** The value as nodes get it. */
  public Json forNodes(Json value) {
    if (!(value instanceof Json.Int number) || !isLarge(number.value())) {
      return value;
    }
    String head = number.value() + ":";
    Json large = Json.of(head + "x".repeat(CHARS - head.length()));
    numbers.put(large, value);
    return large;
  }

  /** A value shown by a node, as it stands in histories. */
  public Json forHistory(Json shown) {
    if (numbers.isEmpty() || !(shown instanceof Json.Arr array)) {
      return shown;
    }
    List<Json> values = new ArrayList<>(array.items());
    values.replaceAll(
        value -> value instanceof Json.Text ? numbers.getOrDefault(value, value) : value);
    return Json.array(values);
  }

  private boolean isLarge(long number) {
    return Math.floor((number + 1) * fraction) > Math.floor(number * fraction);
  }
}
