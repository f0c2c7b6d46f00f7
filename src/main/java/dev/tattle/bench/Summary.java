package dev.tattle.bench;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of a run in a few lines for people; the verdict comes last. */
public final class Summary {
  private static final int MAX_SHOWN = 200;

  // What of a workload's findings people look at first, under the names that they have in results.
  private static final List<String> FINDINGS =
      List.of(
          "attempt-count",
          "stable-count",
          "stale-count",
          "never-read-count",
          "lost-count",
          "lost",
          "excused-count",
          "excused",
          "acknowledged-count",
          "duplicated-count",
          "duplicated",
          "final-reads",
          "acceptable",
          "problem",
          "errors");

  private Summary() {}

  /** The lines, without line breaks. */
  public static List<String> lines(String workload, Json.Obj results) {
    List<String> lines = new ArrayList<>();
    lines.add(line("operations", operations(results)));
    Map<String, Json> servers = part(part(results, "net"), "servers");
    if (!servers.isEmpty()) {
      String count = text(servers.get("msg-count"));
      lines.add(line("messages", count + " between servers, " + rate(servers) + " an operation"));
    }
    Map<String, Json> findings = part(results, "workload");
    Map<String, Json> latencies = part(findings, "stable-latencies");
    if (!latencies.isEmpty()) {
      lines.add(line("latency", stableAfter(latencies)));
    }
    lines.add(line(workload, text(findings(findings))));
    for (Json problem : problems(results)) {
      lines.add(line("problem", text(((Json.Obj) problem).fields().get("summary"))));
    }
    lines.add(line("valid?", text(results.fields().get("valid?")) + reasons(results)));
    return lines;
  }

  private static String operations(Json.Obj results) {
    Map<String, Json> stats = part(results, "stats");
    return "%s: %s ok, %s fail, %s info; ok-fraction %s"
        .formatted(
            text(stats.get("count")),
            text(stats.get("ok-count")),
            text(stats.get("fail-count")),
            text(stats.get("info-count")),
            text(part(results, "availability").get("ok-fraction")));
  }

  private static String stableAfter(Map<String, Json> latencies) {
    return "stable after %s ms (median), %s (0.95), %s (0.99), %s (max)"
        .formatted(
            text(latencies.get("0.5")),
            text(latencies.get("0.95")),
            text(latencies.get("0.99")),
            text(latencies.get("1")));
  }

  /** Which parts of the results are not valid. */
  private static String reasons(Json.Obj results) {
    List<String> parts = new ArrayList<>();
    results
        .fields()
        .forEach(
            (name, part) -> {
              if (part instanceof Json.Obj object
                  && !Json.of(true).equals(object.fields().get("valid?"))) {
                parts.add(name);
              }
            });
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static Json findings(Map<String, Json> all) {
    Map<String, Json> shown = new LinkedHashMap<>();
    for (String name : FINDINGS) {
      Json value = all.get(name);
      if (value != null && !isEmpty(value)) {
        shown.put(name, value);
      }
    }
    return new Json.Obj(shown);
  }

  private static boolean isEmpty(Json value) {
    return value.equals(Json.NULL) || value.equals(Json.array()) || value.equals(Json.object());
  }

  private static List<Json> problems(Json.Obj results) {
    return part(results, "nodes").get("problems") instanceof Json.Arr list
        ? list.items()
        : List.of();
  }

  private static String rate(Map<String, Json> counts) {
    Json rate = counts.get("msgs-per-op");
    return rate == null ? "0" : text(rate);
  }

  private static Map<String, Json> part(Json.Obj results, String name) {
    return part(results.fields(), name);
  }

  private static Map<String, Json> part(Map<String, Json> results, String name) {
    return results.get(name) instanceof Json.Obj part ? part.fields() : Map.of();
  }

  private static String line(String name, String text) {
    return "%-12s%s".formatted(name, text);
  }

  private static String text(@Nullable Json value) {
    if (value == null) {
      return "?";
    }
    String text = value instanceof Json.Text words ? words.value() : JsonCodec.format(value);
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
