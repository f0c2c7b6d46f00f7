package dev.tattle.bench.history;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one copy of repeated array items. Reads of a set show its elements again and again: a
 * history of some thousand adds and reads holds millions of items, which would fill the heap.
 */
final class SharedItems {
  private final Map<Json, Json> known = new LinkedHashMap<>();

  /** Returns the value. In an array, items that equal earlier ones are replaced by those. */
  Json share(Json value) {
    if (!(value instanceof Json.Arr array)) {
      return value;
    }
    List<Json> items = new ArrayList<>(array.items().size());
    for (Json item : array.items()) {
      // Equal decimals or objects may be written in different ways, so they are not shared.
      boolean isSharable = item instanceof Json.Int || item instanceof Json.Text;
      items.add(isSharable ? known.computeIfAbsent(item, first -> first) : item);
    }
    return Json.array(items);
  }
}
