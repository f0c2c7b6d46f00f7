package dev.tattle.perf;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of one program, and why others are missing. */
public final class Figures {
  private final Program program;
  private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
  private final List<String> problems = new ArrayList<>();

  Figures(Program program) {
    this.program = program;
  }

  void set(Metric metric, double value) {
    values.put(metric, value);
  }

  /** Adds a line that says why a figure is missing. */
  void problem(String text) {
    problems.add(text);
  }

  OptionalDouble of(Metric metric) {
    Double value = values.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  String name() {
    return program.name();
  }

  /** False if the program never answered, so that nothing could be measured. */
  public boolean hasStarted() {
    return values.containsKey(Metric.START);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** All figures by name; null if one was not measured. */
  Json json() {
    Map<String, Json> json = new LinkedHashMap<>();
    json.put("name", Json.of(program.name()));
    json.put("command", strings(program.command()));
    for (Metric metric : Metric.values()) {
      json.put(metric.key(), number(of(metric)));
    }
    json.put("problems", strings(problems));
    return new Json.Obj(json);
  }

  /** Rounds to three decimals, because more have no meaning. */
  static Json number(OptionalDouble value) {
    return value.isEmpty()
        ? Json.NULL
        : new Json.Num(String.format(Locale.ROOT, "%.3f", value.getAsDouble()));
  }

  static Json strings(List<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }
}
