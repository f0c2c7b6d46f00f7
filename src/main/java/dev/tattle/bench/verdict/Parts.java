package dev.tattle.bench.verdict;

import dev.tattle.core.Json;
import java.util.List;
import java.util.Map;

/** Reads the parts of results that the bench adds for every workload. */
final class Parts {
  private Parts() {}

  static Map<String, Json> part(Map<String, Json> results, String name) {
    return results.get(name) instanceof Json.Obj part ? part.fields() : Map.of();
  }

  static long count(Map<String, Json> counts, String name) {
    return counts.get(name) instanceof Json.Int count ? count.value() : 0;
  }

  /** A number; 0 if it is absent. */
  static double decimal(Map<String, Json> measures, String name) {
    Json measure = measures.get(name);
    if (measure instanceof Json.Int integer) {
      return integer.value();
    }
    return measure instanceof Json.Num num ? Double.parseDouble(num.literal()) : 0;
  }

  static List<Json> items(Map<String, Json> results, String name) {
    return results.get(name) instanceof Json.Arr list ? list.items() : List.of();
  }
}
