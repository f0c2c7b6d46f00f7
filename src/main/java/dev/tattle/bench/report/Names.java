package dev.tattle.bench.report;

import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers names in the order in which they first come, so that columns hold numbers. */
final class Names {
  private static final String OTHER = "(other)";
  private static final int MAX_LENGTH = 60;

  private final int max;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  /** After this many names, each further one is "(other)". */
  Names(int max) {
    this.max = max;
  }

  int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    String kept = numbers.size() < max ? name : OTHER;
    return numbers.computeIfAbsent(kept, unused -> numbers.size());
  }

  Json json() {
    return Json.array(
        numbers.keySet().stream().map(name -> Json.of(Excerpts.cut(name, MAX_LENGTH))).toList());
  }
}
