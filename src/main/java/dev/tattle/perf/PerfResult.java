package dev.tattle.perf;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The measurements of one run.
 *
 * @param machine the properties of the machine, by name
 * @param programs the figures of each program, the main one first
 */
public record PerfResult(
    Limits limits, Map<String, String> machine, List<Figures> programs, SimulationSpeed simulator) {
  public PerfResult {
    programs = List.copyOf(programs);
  }

  /** The properties of this machine, as the JVM reports them. */
  static Map<String, String> machine(Properties jvm, int cores) {
    return Map.of(
        "jdk", jvm.getProperty("java.vendor") + " " + jvm.getProperty("java.runtime.version"),
        "cores", Integer.toString(cores),
        "os",
            "%s %s %s"
                .formatted(
                    jvm.getProperty("os.name"),
                    jvm.getProperty("os.version"),
                    jvm.getProperty("os.arch")));
  }

  /** The whole result, for machines; what was not measured is null. */
  public Json json() {
    return Json.object(
        "jdk", Json.of(machine.getOrDefault("jdk", "")),
        "cores", Json.of(Long.parseLong(machine.getOrDefault("cores", "0"))),
        "os", Json.of(machine.getOrDefault("os", "")),
        "limits", limits.json(),
        "programs", Json.array(programs.stream().map(Figures::json).toList()),
        "simulator", simulator.json());
  }

  /** Formats a table for people, in Markdown, and remarks on it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "JDK %s, %s cores, %s"
            .formatted(machine.get("jdk"), machine.get("cores"), machine.get("os")));
    lines.add("");
    lines.addAll(PerfTable.lines(programs));
    lines.add("");
    lines.add(simulator.line());
    for (Figures program : programs) {
      program.problems().forEach(problem -> lines.add(program.name() + ": " + problem));
    }
    return lines;
  }
}
