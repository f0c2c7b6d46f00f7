package dev.tattle.bench.history;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one copy of what arrays repeat. The reads of a set show its elements again and again: a
 * history of some thousand adds and reads holds millions of them, and would fill the heap.
 */
final class SharedItems {
  private final Map<Json, Json> known = new LinkedHashMap<>();

  /** The value, whose items, where it is an array, are those of earlier ones if they are equal. */
  Json share(Json value) {
    if (!(value instanceof Json.Arr array)) {
      return value;
    }
    List<Json> items = new ArrayList<>(array.items().size());
    for (Json item : array.items()) {
      // Decimals and objects that are equal may be written in different ways.
      boolean isSharable = item instanceof Json.Int || item instanceof Json.Text;
      items.add(isSharable ? known.computeIfAbsent(item, first -> first) : item);
    }
    return Json.array(items);
  }
}
