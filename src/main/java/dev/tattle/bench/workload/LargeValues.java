package dev.tattle.bench.workload;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes some of the values 0, 1, 2 … large for nodes: a string of {@value #CHARS} characters that
 * begins with the number. In histories they stay numbers, so that they are judged and stored as the
 * others. What is not exactly the string that was sent stays as it came.
 */
public final class LargeValues {
  static final int CHARS = 100_000;

  private final double fraction;

  /** Those that were asked for; to compare is much cheaper than to make. */
  private final Map<Json, Json> numbers = new LinkedHashMap<>();

  /**
   * Evenly spread values.
   *
   * @param fraction of all values that are large, 0 to 1
   */
  public LargeValues(double fraction) {
    this.fraction = fraction;
  }

  /** What nodes are given for a value. */
  public Json forNodes(Json value) {
    if (!(value instanceof Json.Int number) || !isLarge(number.value())) {
      return value;
    }
    String head = number.value() + ":";
    Json large = Json.of(head + "x".repeat(CHARS - head.length()));
    numbers.put(large, value);
    return large;
  }

  /** What nodes have shown, as it stands in histories. */
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
