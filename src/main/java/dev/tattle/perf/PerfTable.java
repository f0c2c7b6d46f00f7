package dev.tattle.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Formats figures side by side, in Markdown that is readable as plain text. */
final class PerfTable {
  private static final String NOT_MEASURED = "–";

  private PerfTable() {}

  /** A row for each metric, a column for each program. */
  static List<String> lines(List<Figures> programs) {
    return ofCells(rows(programs));
  }

  /** Formats rows with equal numbers of cells; the first row is the head. */
  static List<String> ofCells(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    lines.add(1, rule(widths));
    return lines;
  }

  private static List<List<String>> rows(List<Figures> programs) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    programs.forEach(program -> head.add(program.name().replace("|", "\\|")));
    rows.add(head);
    for (Metric metric : Metric.values()) {
      List<String> row = new ArrayList<>(List.of(metric.title()));
      for (Figures program : programs) {
        OptionalDouble value = program.of(metric);
        row.add(value.isPresent() ? metric.text(value.getAsDouble()) : NOT_MEASURED);
      }
      rows.add(row);
    }
    return rows;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(widths[i] - cells.get(i).length());
      line.append(' ').append(i == 0 ? cells.get(i) + space : space + cells.get(i)).append(" |");
    }
    return line.toString();
  }

  private static String rule(int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append(' ').append("-".repeat(widths[i])).append(i == 0 ? " |" : ":|");
    }
    return line.toString();
  }
}
