package dev.tattle.bench.verdict;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a workload's checker found, in words. It goes by the names that findings have in results.
 */
public final class Findings {
  /** A list ends with how many more there are once it is so long. */
  private static final int MAX_LIST_CHARS = 60;

  private static final int MAX_ERRORS = 3;

  private Findings() {}

  /** The lines under their names, in order. */
  static Map<String, String> of(Map<String, Json> findings) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (findings.containsKey("attempt-count")) {
      lines.put("values", values(findings));
    }
    Map<String, Json> latencies = part(findings, "stable-latencies");
    if (!latencies.isEmpty()) {
      lines.put("stable after", stableAfter(latencies));
    }
    if (findings.containsKey("acknowledged-count")) {
      lines.put("ids", ids(findings));
    }
    putList(lines, "lost", items(findings, "lost"), Shown::text);
    putList(lines, "excused", items(findings, "excused"), Shown::text);
    putList(
        lines,
        "duplicated",
        List.copyOf(part(findings, "duplicated").entrySet()),
        entry -> entry.getKey() + " (" + Shown.text(entry.getValue()) + " times)");
    if (findings.containsKey("final-reads")) {
      putList(lines, "final reads", items(findings, "final-reads"), Shown::text);
      putList(lines, "expected", items(findings, "acceptable"), Findings::range);
    }
    errors(items(findings, "errors"), lines);
    return lines;
  }

  /** Why the findings are not valid. */
  static String reason(Map<String, Json> findings) {
    if (findings.containsKey("problem")) {
      return Shown.text(findings.get("problem"));
    }
    List<String> reasons = new ArrayList<>();
    addCount(reasons, count(findings, "lost-count"), "lost");
    addCount(reasons, count(findings, "duplicated-count"), "duplicated");
    if (!reasons.isEmpty()) {
      return String.join(", ", reasons);
    }
    if (findings.containsKey("final-reads")) {
      return "a final read is not what was expected";
    }
    int errors = items(findings, "errors").size();
    return errors > 0 ? counted(errors, "wrong echo", "wrong echoes") : "no value became stable";
  }

  static Map<String, Json> part(Map<String, Json> results, String name) {
    return results.get(name) instanceof Json.Obj part ? part.fields() : Map.of();
  }

  static long count(Map<String, Json> counts, String name) {
    return counts.get(name) instanceof Json.Int count ? count.value() : 0;
  }

  /** A measure; 0 where it is absent. */
  static double decimal(Map<String, Json> measures, String name) {
    Json measure = measures.get(name);
    if (measure instanceof Json.Int integer) {
      return integer.value();
    }
    return measure instanceof Json.Num num ? Double.parseDouble(num.literal()) : 0;
  }

  /** A list of intervals in words. */
  static String ranges(Map<String, Json> findings, String name) {
    return list(items(findings, name), Findings::range);
  }

  private static String values(Map<String, Json> findings) {
    return "%d added: %d stable (%d of them late), %d never read, %d lost"
        .formatted(
            count(findings, "attempt-count"),
            count(findings, "stable-count"),
            count(findings, "stale-count"),
            count(findings, "never-read-count"),
            count(findings, "lost-count"));
  }

  private static String stableAfter(Map<String, Json> latencies) {
    return "%s ms (median), %s (0.95), %s (0.99), %s (max)"
        .formatted(
            Shown.text(latencies.get("0.5")),
            Shown.text(latencies.get("0.95")),
            Shown.text(latencies.get("0.99")),
            Shown.text(latencies.get("1")));
  }

  private static String ids(Map<String, Json> findings) {
    return "%d generated, %d of them more than once"
        .formatted(count(findings, "acknowledged-count"), count(findings, "duplicated-count"));
  }

  /** An interval {@code [from, to]}. */
  private static String range(Json range) {
    if (!(range instanceof Json.Arr ends) || ends.items().size() != 2) {
      return Shown.text(range);
    }
    String from = Shown.text(ends.items().get(0));
    String to = Shown.text(ends.items().get(1));
    return from.equals(to) ? from : from + " to " + to;
  }

  private static void errors(List<Json> errors, Map<String, String> lines) {
    for (int i = 0; i < Math.min(errors.size(), MAX_ERRORS); i++) {
      lines.put("error " + (i + 1), error(errors.get(i)));
    }
    if (errors.size() > MAX_ERRORS) {
      lines.put("errors", errors.size() - MAX_ERRORS + " more");
    }
  }

  /** Of echo, {@code [what was expected, sent, "But received", received]}; else an operation. */
  private static String error(Json error) {
    if (error instanceof Json.Arr parts && parts.items().size() == 4) {
      return "sent "
          + JsonCodec.format(parts.items().get(1))
          + ", received "
          + Shown.text(parts.items().get(3));
    }
    if (error instanceof Json.Obj operation) {
      Map<String, Json> fields = operation.fields();
      String by =
          "process "
              + Shown.text(fields.get("process"))
              + ", "
              + Shown.text(fields.get("f"))
              + ": ";
      return by + Shown.text(fields.getOrDefault("error", fields.getOrDefault("value", Json.NULL)));
    }
    return Shown.text(error);
  }

  private static <T> void putList(
      Map<String, String> lines, String name, List<T> items, Function<T, String> shown) {
    if (!items.isEmpty()) {
      lines.put(name, list(items, shown));
    }
  }

  private static <T> String list(List<T> items, Function<T, String> shown) {
    int chars = 0;
    int fitting = 0;
    while (fitting < items.size() && chars < MAX_LIST_CHARS) {
      chars += shown.apply(items.get(fitting)).length() + 2;
      fitting++;
    }
    String list = items.stream().limit(fitting).map(shown).collect(joining(", "));
    int more = items.size() - fitting;
    return more == 0 ? list : list + ", ... " + more + " more";
  }

  static List<Json> items(Map<String, Json> findings, String name) {
    return findings.get(name) instanceof Json.Arr list ? list.items() : List.of();
  }

  private static void addCount(List<String> reasons, long count, String what) {
    if (count > 0) {
      reasons.add(counted(count, "value was ", "values were ") + what);
    }
  }

  private static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
