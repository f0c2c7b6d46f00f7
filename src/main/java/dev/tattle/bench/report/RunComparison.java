package dev.tattle.bench.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Compares two runs side by side: options, figures, latencies, messages by type. */
final class RunComparison {
  private static final String ROW = "<tr%s><th>%s</th><td>%s</td><td>%s</td></tr>";

  private final StringBuilder rows = new StringBuilder();
  private final StoredRun first;
  private final StoredRun second;

  private RunComparison(StoredRun first, StoredRun second) {
    this.first = first;
    this.second = second;
  }

  /** The page, with the differences marked. */
  static String page(StoredRun first, StoredRun second) {
    RunComparison comparison = new RunComparison(first, second);
    comparison.fill();
    return StoreListing.page(
        "Two runs", "<p><a href=\"/\">all runs</a></p><table>" + comparison.rows + "</table>");
  }

  private void fill() {
    rows.append(ROW.formatted("", "", main(first), main(second)));
    row("verdict", first.verdict(), second.verdict());
    if (!first.why().isEmpty() || !second.why().isEmpty()) {
      row("why", first.why(), second.why());
    }
    section("Options", first.options(), second.options());
    section("Figures", figures(first), figures(second));
    section("Latency", first.latencies(), second.latencies());
    section("Messages by type", messages(first), messages(second));
  }

  private static String main(StoredRun run) {
    return StoreListing.link(StoreListing.main(run), run.path());
  }

  private static Map<String, String> figures(StoredRun run) {
    Map<String, String> figures = new LinkedHashMap<>();
    run.figures().forEach(f -> figures.put(f.name(), f.value() + detail(f.detail())));
    return figures;
  }

  private static String detail(String detail) {
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }

  private static Map<String, String> messages(StoredRun run) {
    Map<String, String> messages = new LinkedHashMap<>();
    run.messages()
        .forEach(
            row ->
                messages.put(
                    row.get(0) + ", " + row.get(1), row.get(2) + ", " + row.get(3) + " lost"));
    return messages;
  }

  private void section(String name, Map<String, String> left, Map<String, String> right) {
    Set<String> names = new LinkedHashSet<>(left.keySet());
    names.addAll(right.keySet());
    if (names.isEmpty()) {
      return;
    }
    rows.append("<tr><th colspan=\"3\"><h2>").append(Html.escape(name)).append("</h2></th></tr>");
    names.forEach(each -> row(each, left.getOrDefault(each, "–"), right.getOrDefault(each, "–")));
  }

  private void row(String name, String left, String right) {
    String mark = left.equals(right) ? "" : " class=\"differs\"";
    rows.append(ROW.formatted(mark, Html.escape(name), Html.escape(left), Html.escape(right)));
  }
}
