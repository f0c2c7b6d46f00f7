package dev.tattle.perf;

import dev.tattle.core.Json;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The measurements of counters in one run. */
public final class CounterPerfResult {
  private static final String NOT_MEASURED = "–";

  private final Map<String, String> machine;
  private final double systemLoad;
  private final Duration time;
  private final List<CounterFigures> systems;
  private final List<CounterFigures> strong;

  /**
   * Makes a result.
   *
   * @param systems that take increments
   * @param strong those whose nodes agree on each write
   */
  CounterPerfResult(
      Map<String, String> machine,
      double systemLoad,
      Duration time,
      List<CounterFigures> systems,
      List<CounterFigures> strong) {
    this.machine = machine;
    this.systemLoad = systemLoad;
    this.time = time;
    this.systems = List.copyOf(systems);
    this.strong = List.copyOf(strong);
  }

  /** Makes a result that was measured on this machine just now. */
  static CounterPerfResult of(
      List<CounterFigures> systems, List<CounterFigures> strong, Duration time) {
    return new CounterPerfResult(
        PerfResult.machine(System.getProperties(), Runtime.getRuntime().availableProcessors()),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        time,
        systems,
        strong);
  }

  /** False if the service itself could not be measured. */
  public boolean hasMeasured() {
    return !systems.get(0).isEmpty();
  }

  /** The whole result, for machines, without what was not measured. */
  public Json json() {
    return Json.object(
        "jdk", Json.of(machine.getOrDefault("jdk", "")),
        "cores", Json.of(Long.parseLong(machine.getOrDefault("cores", "0"))),
        "os", Json.of(machine.getOrDefault("os", "")),
        "load-average", Figures.number(OptionalDouble.of(systemLoad)),
        "measure-ms", Json.of(time.toMillis()),
        "systems", Json.array(systems.stream().map(CounterFigures::json).toList()),
        "strong", Json.array(strong.stream().map(CounterFigures::json).toList()));
  }

  /** Formats two tables for people, in Markdown, and remarks on them. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "JDK %s, %s cores, %s; load average at the end %s"
            .formatted(
                machine.get("jdk"),
                machine.get("cores"),
                machine.get("os"),
                String.format(Locale.ROOT, "%.1f", systemLoad)));
    lines.add("");
    lines.addAll(PerfTable.ofCells(rows()));
    lines.add("");
    if (strong.stream().anyMatch(system -> !system.isEmpty())) {
      lines.addAll(PerfTable.ofCells(strongRows()));
      lines.add("");
    }
    for (CounterFigures system : systems) {
      system.problems().forEach(problem -> lines.add(system.name() + ": " + problem));
    }
    for (CounterFigures system : strong) {
      system.problems().forEach(problem -> lines.add(system.name() + ": " + problem));
    }
    return lines;
  }

  /** The table with a column for each kind of request of each system. */
  private List<List<String>> strongRows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("three durable nodes that agree"));
    List<List<LoadResult>> columns = new ArrayList<>();
    for (CounterFigures system : strong) {
      for (String kind : system.kinds()) {
        head.add(system.name() + ": " + kind);
        columns.add(system.of(kind));
      }
    }
    rows.add(head);
    for (int i = 0; i < CounterPerf.CONNECTIONS.size(); i++) {
      rows.add(strongRow(i, "a second" + connections(i), columns, 0));
      rows.add(strongRow(i, "- median (ms)", columns, 500));
      rows.add(strongRow(i, "- 0.99 (ms)", columns, 990));
    }
    return rows;
  }

  private static List<String> strongRow(
      int index, String title, List<List<LoadResult>> columns, int perMille) {
    List<String> row = new ArrayList<>(List.of(title));
    columns.forEach(results -> row.add(cell(results, index, perMille)));
    return row;
  }

  private static String connections(int index) {
    return ", "
        + CounterPerf.CONNECTIONS.get(index)
        + (index == 0 ? " connection" : " connections");
  }

  /** For empty answers, the column of increments holds answers a second. */
  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    systems.forEach(system -> head.add(system.name()));
    rows.add(head);
    for (int i = 0; i < CounterPerf.CONNECTIONS.size(); i++) {
      String of = connections(i);
      rows.add(row(i, CounterPerf.INCREMENTS, "increments a second" + of, 0));
      rows.add(row(i, CounterPerf.INCREMENTS, "- median (ms)", 500));
      rows.add(row(i, CounterPerf.INCREMENTS, "- 0.99 (ms)", 990));
      rows.add(row(i, CounterPerf.INCREMENTS, "- 0.999 (ms)", 999));
      rows.add(row(i, CounterPerf.BATCHES, "adds a second in batches" + of, 0));
      rows.add(row(i, CounterPerf.CALLS, "gRPC calls a second" + of, 0));
    }
    return rows;
  }

  /** A row of one quantile, or of the rate if {@code perMille} is 0. */
  private List<String> row(int index, String kind, String title, int perMille) {
    List<String> row = new ArrayList<>(List.of(title));
    for (CounterFigures system : systems) {
      boolean isEmptyAnswer = system.of(kind).isEmpty() && kind.equals(CounterPerf.INCREMENTS);
      List<LoadResult> results = system.of(isEmptyAnswer ? CounterPerf.EMPTY : kind);
      row.add(cell(results, index, perMille));
    }
    return row;
  }

  private static String cell(List<LoadResult> results, int index, int perMille) {
    if (index >= results.size()) {
      return NOT_MEASURED;
    }
    LoadResult result = results.get(index);
    return perMille == 0
        ? String.format(Locale.ROOT, "%,.0f", result.addsPerSecond())
        : String.format(Locale.ROOT, "%.3f", result.millisAt(perMille));
  }
}
