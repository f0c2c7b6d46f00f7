package dev.tattle.perf;

import dev.tattle.core.Json;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What one run measured of counters. */
public final class CounterPerfResult {
  private static final String NOT_MEASURED = "–";

  private final Map<String, String> machine;
  private final double systemLoad;
  private final Duration time;
  private final List<CounterFigures> systems;

  CounterPerfResult(
      Map<String, String> machine, double systemLoad, Duration time, List<CounterFigures> systems) {
    this.machine = machine;
    this.systemLoad = systemLoad;
    this.time = time;
    this.systems = List.copyOf(systems);
  }

  /** What this machine has measured just now. */
  static CounterPerfResult of(List<CounterFigures> systems, Duration time) {
    return new CounterPerfResult(
        PerfResult.machine(System.getProperties(), Runtime.getRuntime().availableProcessors()),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        time,
        systems);
  }

  /** False where the service itself could not be measured. */
  public boolean hasMeasured() {
    return !systems.get(0).isEmpty();
  }

  /** All of it, for machines; what was not measured is missing. */
  public Json json() {
    return Json.object(
        "jdk", Json.of(machine.getOrDefault("jdk", "")),
        "cores", Json.of(Long.parseLong(machine.getOrDefault("cores", "0"))),
        "os", Json.of(machine.getOrDefault("os", "")),
        "load-average", Figures.number(OptionalDouble.of(systemLoad)),
        "measure-ms", Json.of(time.toMillis()),
        "systems", Json.array(systems.stream().map(CounterFigures::json).toList()));
  }

  /** A table for people, in Markdown, and what there is to say of it. */
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
    for (CounterFigures system : systems) {
      system.problems().forEach(problem -> lines.add(system.name() + ": " + problem));
    }
    return lines;
  }

  /** Of the answer that says nothing, answers a second stand where others have increments. */
  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    systems.forEach(system -> head.add(system.name()));
    rows.add(head);
    for (int i = 0; i < CounterPerf.CONNECTIONS.size(); i++) {
      String of = ", " + CounterPerf.CONNECTIONS.get(i) + (i == 0 ? " connection" : " connections");
      rows.add(row(i, CounterPerf.INCREMENTS, "increments a second" + of, 0));
      rows.add(row(i, CounterPerf.INCREMENTS, "- median (ms)", 500));
      rows.add(row(i, CounterPerf.INCREMENTS, "- 0.99 (ms)", 990));
      rows.add(row(i, CounterPerf.INCREMENTS, "- 0.999 (ms)", 999));
      rows.add(row(i, CounterPerf.BATCHES, "adds a second in batches" + of, 0));
      rows.add(row(i, CounterPerf.CALLS, "gRPC calls a second" + of, 0));
    }
    return rows;
  }

  /** A quantile where one is asked for; the rate where it is 0. */
  private List<String> row(int index, String kind, String title, int perMille) {
    List<String> row = new ArrayList<>(List.of(title));
    for (CounterFigures system : systems) {
      boolean isEmptyAnswer = system.of(kind).isEmpty() && kind.equals(CounterPerf.INCREMENTS);
      List<LoadResult> results = system.of(isEmptyAnswer ? CounterPerf.EMPTY : kind);
      row.add(index < results.size() ? text(results.get(index), perMille) : NOT_MEASURED);
    }
    return row;
  }

  private static String text(LoadResult result, int perMille) {
    return perMille == 0
        ? String.format(Locale.ROOT, "%,.0f", result.addsPerSecond())
        : String.format(Locale.ROOT, "%.3f", result.millisAt(perMille));
  }
}
