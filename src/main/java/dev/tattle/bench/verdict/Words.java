package dev.tattle.bench.verdict;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the findings of a checker in words. */
final class Words {
  private static final int MAX_ERRORS = 3;

  private Words() {}

  /** The lines by their labels, in order. */
  static Map<String, String> of(Findings findings) {
    Map<String, String> lines = new LinkedHashMap<>();
    findings.all().forEach(finding -> put(finding, findings, lines));
    return lines;
  }

  private static void put(Finding finding, Findings all, Map<String, String> lines) {
    if (finding instanceof Finding.Sentence sentence) {
      lines.put(sentence.label(), sentence.text());
    } else if (finding instanceof Finding.Quantiles quantiles && quantiles.label() != null) {
      lines.put(quantiles.label(), millis(quantiles.millis()));
    } else if (finding instanceof Finding.ValueList values
        && values.use() != Finding.ValueList.Use.DETAIL
        && !values.values().isEmpty()) {
      String list = Shown.list(values.values(), Shown::text);
      lines.put(label(values.name()), list + inAll(values.name(), values.values().size(), all));
    } else if (finding instanceof Finding.Repeated repeated && !repeated.counts().isEmpty()) {
      List<Map.Entry<Json, Integer>> entries = List.copyOf(repeated.counts().entrySet());
      String list = Shown.list(entries, Words::times);
      lines.put(label(repeated.name()), list + inAll(repeated.name(), entries.size(), all));
    } else if (finding instanceof Finding.Bounded bounded) {
      putBounded(bounded, lines);
    } else if (finding instanceof Finding.Wrong wrong) {
      putWrong(wrong, lines);
    } else if (finding instanceof Finding.Anomaly anomaly && !anomaly.isAllowed()) {
      putAnomaly(anomaly, lines);
    }
  }

  private static void putAnomaly(Finding.Anomaly anomaly, Map<String, String> lines) {
    long earlier = lines.keySet().stream().filter(label -> label.startsWith("error ")).count();
    String first = anomaly.cases().get(0).text();
    lines.put(
        "error " + (earlier + 1), "%s (%d): %s".formatted(anomaly.name(), anomaly.count(), first));
  }

  /** Checkers cut long lists, so this adds how many values there are in all. */
  private static String inAll(String name, int listed, Findings all) {
    return all.of(Finding.Count.class)
        .filter(count -> count.name().equals(name + "-count") && count.count() > listed)
        .map(count -> " (" + count.count() + " in all)")
        .findFirst()
        .orElse("");
  }

  private static String label(String name) {
    return name.replace('-', ' ');
  }

  private static String times(Map.Entry<Json, Integer> entry) {
    return Shown.text(entry.getKey()) + " (" + entry.getValue() + " times)";
  }

  private static void putBounded(Finding.Bounded bounded, Map<String, String> lines) {
    if (!bounded.values().isEmpty()) {
      lines.put(label(bounded.name()), Shown.list(bounded.values(), Shown::text));
    }
    if (!bounded.ranges().isEmpty()) {
      lines.put("expected", Shown.ranges(bounded.ranges()));
    }
  }

  private static void putWrong(Finding.Wrong wrong, Map<String, String> lines) {
    List<Finding.WrongOperation> operations = wrong.operations();
    for (int i = 0; i < Math.min(operations.size(), MAX_ERRORS); i++) {
      lines.put("error " + (i + 1), operations.get(i).text());
    }
    if (operations.size() > MAX_ERRORS) {
      lines.put("errors", operations.size() - MAX_ERRORS + " more");
    }
  }

  private static String millis(Map<String, Long> millis) {
    return "%d ms (median), %d (0.95), %d (0.99), %d (max)"
        .formatted(millis.get("0.5"), millis.get("0.95"), millis.get("0.99"), millis.get("1"));
  }
}
