package dev.tattle.perf;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements of one system of counters, and why some are missing. */
final class CounterFigures {
  private final String name;
  private final Map<String, List<LoadResult>> results = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  CounterFigures(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Adds the measurement of a kind of request. */
  void add(String kind, LoadResult result) {
    results.computeIfAbsent(kind, none -> new ArrayList<>()).add(result);
    if (result.failures() > 0) {
      problem("%s: %,d answers were no success".formatted(kind, result.failures()));
    }
  }

  void problem(String text) {
    problems.add(text);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  boolean isEmpty() {
    return results.isEmpty();
  }

  /** The kinds of requests that were measured. */
  List<String> kinds() {
    return List.copyOf(results.keySet());
  }

  /** In the order of the number of connections. */
  List<LoadResult> of(String kind) {
    return List.copyOf(results.getOrDefault(kind, List.of()));
  }

  Json json() {
    Map<String, Json> json = new LinkedHashMap<>();
    json.put("name", Json.of(name));
    results.forEach(
        (kind, list) -> json.put(kind, Json.array(list.stream().map(LoadResult::json).toList())));
    json.put("problems", Figures.strings(problems));
    return new Json.Obj(json);
  }
}
