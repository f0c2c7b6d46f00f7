package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Merges pages of the list of all counters. */
final class CounterPages {
  private static final long USUAL_LIMIT = 100;

  private CounterPages() {}

  /**
   * Merges two pages that begin at the same name.
   *
   * @param question the question that both engines answered
   */
  static Body both(Body question, Body eventual, Body strong) {
    Map<String, Json> all = new TreeMap<>();
    for (Json item : eventual.array("counters")) {
      if (item instanceof Json.Arr pair && pair.items().get(0) instanceof Json.Text name) {
        all.put(name.value(), pair);
      }
    }
    for (Json item : strong.array("counters")) {
      if (item instanceof Json.Arr pair && pair.items().get(0) instanceof Json.Text name) {
        all.put(name.value(), Json.array(name, pair.items().get(1), Json.of("strong")));
      }
    }
    long limit = question.has("limit") ? question.integer("limit") : USUAL_LIMIT;
    List<Json> page = new ArrayList<>();
    for (Json counter : all.values()) {
      if (page.size() < limit) {
        page.add(counter);
      }
    }
    boolean isMore =
        page.size() < all.size()
            || eventual.json("more").equals(Json.of(true))
            || strong.json("more").equals(Json.of(true));
    return Body.of("list_ok", "counters", Json.array(page), "more", Json.of(isMore));
  }
}
