package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The few figures of a run's results that people ask for first. */
final class KeyFigures {
  /**
   * A figure.
   *
   * @param detail in small print beside it; may be empty
   */
  record Figure(String name, String value, String detail) {
    Json json() {
      return Json.array(Json.of(name), Json.of(value), Json.of(detail));
    }
  }

  private static final int MAX_VALUE = 60;

  private final List<Figure> figures = new ArrayList<>();

  private KeyFigures() {}

  static List<Figure> of(Results results) {
    KeyFigures figures = new KeyFigures();
    Map<String, Json> all = results.json().fields();
    figures.addOperations(part(all, "stats"), part(all, "availability"));
    figures.addMessages(part(part(all, "net"), "servers"));
    figures.addDissemination(part(part(all, "net"), "dissemination"));
    Findings workload = results.parts().get("workload");
    if (workload != null) {
      workload.all().forEach(figures::addFinding);
    }
    figures.addConduct(part(all, "nodes"));
    return figures.figures;
  }

  /** The verdict: {@code "valid"}, {@code "invalid"} or {@code "unknown"}. */
  static String verdict(@Nullable Json valid) {
    if (valid instanceof Json.Bool bool) {
      return bool.value() ? "valid" : "invalid";
    }
    return "unknown";
  }

  static Map<String, Json> part(Map<String, Json> results, String name) {
    return results.get(name) instanceof Json.Obj part ? part.fields() : Map.of();
  }

  /** Formats the number of warnings of a part; empty if it has none. */
  static String warnings(Map<String, Json> part) {
    return part.get("warning-count") instanceof Json.Int count && count.value() > 0
        ? Shown.counted(count.value(), "warning")
        : "";
  }

  /** Problems that do not change the verdict are warnings. */
  private void addConduct(Map<String, Json> nodes) {
    boolean isValid = Json.of(true).equals(nodes.get("valid?"));
    Json count = nodes.get(isValid ? "warning-count" : "problem-count");
    if (count != null && !count.equals(Json.of(0))) {
      add(isValid ? "warnings" : "problems of nodes", count, "");
    }
  }

  private void addOperations(Map<String, Json> stats, Map<String, Json> availability) {
    String detail =
        "%s ok, %s fail, %s info"
            .formatted(
                text(stats.get("ok-count")),
                text(stats.get("fail-count")),
                text(stats.get("info-count")));
    add("operations", stats.get("count"), detail);
    if (availability.get("ok-fraction") instanceof Json.Num fraction) {
      // Rounded down, so that 100 means all of them.
      double percent = Math.floor(10_000 * Double.parseDouble(fraction.literal())) / 100;
      figures.add(new Figure("ok", Double.toString(percent).replaceFirst("\\.0$", "") + " %", ""));
    } else {
      add("ok", availability.get("ok-fraction"), "");
    }
  }

  private void addMessages(Map<String, Json> servers) {
    String count = text(servers.get("msg-count")) + " between servers";
    if (servers.get("msgs-per-op") instanceof Json.Num rate) {
      String rounded = String.format(Locale.ROOT, "%.3f", Double.parseDouble(rate.literal()));
      figures.add(new Figure("messages per operation", rounded, count));
    }
  }

  private void addDissemination(Map<String, Json> spread) {
    Map<String, Json> hop = part(spread, "last-delivery-hop");
    if (!hop.isEmpty()) {
      String redundancy = rounded(part(spread, "relative-message-redundancy").get("mean"));
      figures.add(new Figure("redundancy (RMR)", redundancy, "mean of all values"));
      String max = "max " + rounded(hop.get("max"));
      figures.add(new Figure("last delivery hop", rounded(hop.get("mean")), max));
    }
    Map<String, Json> heals = part(spread, "convergence");
    if (heals.containsKey("max-ms")) {
      String median = text(heals.get("median-ms")) + " ms";
      String max = "max " + text(heals.get("max-ms")) + " ms";
      figures.add(new Figure("heal to convergence (median)", median, max));
    }
  }

  private static String rounded(@Nullable Json measure) {
    return measure instanceof Json.Num num
        ? String.format(Locale.ROOT, "%.2f", Double.parseDouble(num.literal()))
        : text(measure);
  }

  private void addFinding(Finding finding) {
    if (finding instanceof Finding.Quantiles quantiles && quantiles.label() != null) {
      Map<String, Long> millis = quantiles.millis();
      String max = "max " + millis.get("1") + " ms";
      figures.add(new Figure(quantiles.label() + " (median)", millis.get("0.5") + " ms", max));
    } else if (finding instanceof Finding.Count count && count.use() != Finding.Count.Use.DETAIL) {
      String name = count.name().replace("-count", "").replace('-', ' ');
      add(name, Json.of(count.count()), "");
    } else if (finding instanceof Finding.Anomaly anomaly) {
      add(anomaly.name(), Json.of(anomaly.count()), anomaly.isAllowed() ? "allowed" : "");
    } else if (finding instanceof Finding.Bounded bounded) {
      String values =
          String.join(", ", bounded.values().stream().map(KeyFigures::text).distinct().toList());
      String name = bounded.name().replace('-', ' ');
      String ranges = bounded.rangesName() + " " + text(Json.array(bounded.ranges()));
      figures.add(new Figure(name, cut(values), cut(ranges)));
    }
  }

  private void add(String name, @Nullable Json value, String detail) {
    if (value != null) {
      figures.add(new Figure(name, cut(text(value)), detail));
    }
  }

  private static String cut(String text) {
    return Excerpts.cut(text, MAX_VALUE);
  }

  private static String text(@Nullable Json value) {
    if (value == null) {
      return "?";
    }
    return value instanceof Json.Text text ? text.value() : JsonCodec.format(value);
  }
}
