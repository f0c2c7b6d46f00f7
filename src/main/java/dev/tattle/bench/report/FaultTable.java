package dev.tattle.bench.report;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The times of each fault, as {@code {"rows","leftOut"}}. A row holds the fault's kind, what was
 * asked, what was done, and begin and end in µs. The end is null if the fault lasted to the end of
 * the history.
 */
final class FaultTable {
  private static final String START = "start-";
  private static final String STOP = "stop-";
  private static final int MAX_ROWS = 2_000;
  private static final int MAX_DETAIL = 2_000;
  private static final long MAX_DETAILS = 500_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Map<String, List<Operation>> open = new LinkedHashMap<>();
  private final List<Json> rows = new ArrayList<>();
  private final Excerpts details = new Excerpts(MAX_DETAIL, MAX_DETAILS);
  private int leftOut;

  static Json of(List<Operation> history) {
    FaultTable faults = new FaultTable();
    history.stream().filter(operation -> !operation.isClient()).forEach(faults::add);
    faults.open.forEach((name, entries) -> faults.addRow(name, entries, Json.NULL));
    return Json.object("rows", Json.array(faults.rows), "leftOut", Json.of(faults.leftOut));
  }

  private void add(Operation entry) {
    if (entry.f().startsWith(START)) {
      String name = entry.f().substring(START.length());
      open.computeIfAbsent(name, unused -> new ArrayList<>()).add(entry);
    } else if (entry.f().startsWith(STOP)) {
      String name = entry.f().substring(STOP.length());
      List<Operation> begun = open.remove(name);
      if (begun != null) {
        addRow(name, begun, Json.of(micros(entry)));
      }
    }
  }

  /** The first entry of a start says what was asked, and its last says what was done. */
  private void addRow(String name, List<Operation> entries, Json end) {
    if (rows.size() == MAX_ROWS) {
      leftOut++;
      return;
    }
    Operation first = entries.get(0);
    Operation last = entries.get(entries.size() - 1);
    String asked = first.value() instanceof Json.Text text ? text.value() : "";
    rows.add(
        Json.array(
            Json.of(name),
            details.of(asked),
            details.of(last.value()),
            Json.of(micros(first)),
            end));
  }

  private static long micros(Operation entry) {
    return entry.timeNanos() / NANOS_PER_MICRO;
  }
}
