package dev.tattle.bench.verdict;

import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Shown;
import dev.tattle.bench.plan.Plan;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Formats the results of a run in a few lines for people; the results themselves have the details.
 */
public final class Summary {
  private static final int MAX_CHARS = 300;

  private Summary() {}

  /**
   * What was done and found, without line breaks. The reasons why the run is not valid and the
   * warnings come first. {@link #verdict} formats the verdict.
   */
  public static List<String> lines(Results judged) {
    Json.Obj results = judged.json();
    List<String> lines = new ArrayList<>();
    String why = why(judged);
    if (!why.isEmpty()) {
      lines.add(line("why", why));
    }
    lines.addAll(Warnings.of(judged).lines());
    lines.add(line("operations", operations(results)));
    Map<String, Json> net = Parts.part(results.fields(), "net");
    Map<String, Json> servers = Parts.part(net, "servers");
    if (servers.containsKey("msgs-per-op")) {
      lines.add(line("messages", messages(servers)));
    }
    addDissemination(lines, Parts.part(net, "dissemination"));
    Findings workload = judged.parts().get("workload");
    if (workload != null) {
      Words.of(workload).forEach((name, text) -> lines.add(line(name, text)));
    }
    Json seed = results.fields().get("seed");
    if (seed != null) {
      lines.add(line("seed", Shown.text(seed)));
    }
    return lines;
  }

  /** The verdict in a line, with its reasons. */
  public static String verdict(Results results) {
    if (results.isBroken()) {
      return line("verdict", "the run BROKE: " + why(results));
    }
    Json valid = results.json().fields().getOrDefault("valid?", Json.NULL);
    if (valid.equals(Json.of(true))) {
      return line("verdict", "valid");
    }
    String verdict = valid.equals(Json.of(false)) ? "INVALID" : "unknown";
    return line("verdict", verdict + ": " + why(results));
  }

  /** Why a run is not valid, in one sentence; empty if it is valid, or if the reason is unknown. */
  public static String why(Results results) {
    Json valid = results.json().fields().get("valid?");
    if (valid == null || valid.equals(Json.of(true))) {
      return "";
    }
    if (results.isBroken()) {
      return nodes(results);
    }
    return String.join("; ", reasons(results));
  }

  /** The faults of a run and how often they come; for a plan, the number of each kind. */
  public static String faults(TestOptions options) {
    List<String> words = new ArrayList<>();
    Plan plan = options.plan();
    if (plan != null) {
      plan.byKind().forEach((kind, faults) -> words.add(faults.size() + " " + kind.optionName()));
    }
    options
        .faults()
        .forEach(
            (kind, interval) ->
                words.add(
                    String.format(
                        Locale.ROOT,
                        "%s every %.1f s",
                        kind.optionName(),
                        interval.toNanos() / 1e9)));
    return words.isEmpty() ? "none" : String.join(", ", words);
  }

  /** How services answer if not as usual; empty otherwise. It is no fault, but what they permit. */
  public static String services(TestOptions options) {
    return options.staleReads() ? "seq-kv always shows the oldest state that it may" : "";
  }

  /** A line with its label. */
  public static String line(String name, String text) {
    return "%-13s%s".formatted(name, text);
  }

  private static String operations(Json.Obj results) {
    Map<String, Json> stats = Parts.part(results.fields(), "stats");
    long count = Parts.count(stats, "count");
    if (count == 0) {
      return "none";
    }
    long ok = Parts.count(stats, "ok-count");
    // Rounded down, so that 100 means all of them.
    return "%d: %d ok, %d fail, %d info (%s %% ok)"
        .formatted(
            count,
            ok,
            Parts.count(stats, "fail-count"),
            Parts.count(stats, "info-count"),
            ok == count
                ? "100"
                : String.format(Locale.ROOT, "%.2f", Math.floor(1e4 * ok / count) / 100));
  }

  private static String messages(Map<String, Json> servers) {
    return String.format(
        Locale.ROOT,
        "%d between servers, %.2f per operation",
        Parts.count(servers, "msg-count"),
        Parts.decimal(servers, "msgs-per-op"));
  }

  /** The number of messages between servers for each operation of a client. */
  public static double messagesPerOperation(Results results) {
    Map<String, Json> net = Parts.part(results.json().fields(), "net");
    return Parts.decimal(Parts.part(net, "servers"), "msgs-per-op");
  }

  private static void addDissemination(List<String> lines, Map<String, Json> spread) {
    if (spread.isEmpty()) {
      return;
    }
    String each =
        String.format(
            Locale.ROOT,
            "%.2f messages, %.0f bytes",
            Parts.decimal(spread, "msgs-per-value"),
            Parts.decimal(spread, "bytes-per-value"));
    Map<String, Json> hop = Parts.part(spread, "last-delivery-hop");
    if (!hop.isEmpty()) {
      each +=
          String.format(
              Locale.ROOT,
              "; redundancy %.2f (RMR), last delivery at hop %.1f (mean), %.0f (max)",
              Parts.decimal(Parts.part(spread, "relative-message-redundancy"), "mean"),
              Parts.decimal(hop, "mean"),
              Parts.decimal(hop, "max"));
    }
    lines.add(line("a value", each));
    Map<String, Json> heals = Parts.part(spread, "convergence");
    if (!heals.isEmpty()) {
      lines.add(line("converged", converged(heals)));
    }
  }

  private static String converged(Map<String, Json> heals) {
    String counts =
        "of %s %d interrupted, %d unfinished"
            .formatted(
                Shown.counted(Parts.count(heals, "heal-count"), "heal"),
                Parts.count(heals, "interrupted-count"),
                Parts.count(heals, "unfinished-count"));
    return heals.containsKey("max-ms")
        ? "after %d ms (median), %d (max); %s"
            .formatted(Parts.count(heals, "median-ms"), Parts.count(heals, "max-ms"), counts)
        : counts;
  }

  /** The reasons of the parts whose verdict is that of the whole. */
  private static List<String> reasons(Results results) {
    List<String> reasons = new ArrayList<>();
    Json verdict = results.json().fields().get("valid?");
    results
        .json()
        .fields()
        .forEach(
            (name, part) -> {
              if (part instanceof Json.Obj object
                  && Objects.equals(verdict, object.fields().get("valid?"))) {
                reasons.add(reason(name, object.fields(), results));
              }
            });
    return reasons;
  }

  private static String reason(String name, Map<String, Json> part, Results results) {
    Findings found = results.parts().get(name);
    if (found != null) {
      return found.reason();
    }
    return switch (name) {
      case "stats" -> stats(part);
      case "availability" -> "too few operations succeeded";
      case "nodes" -> nodes(results);
      default -> name;
    };
  }

  private static String stats(Map<String, Json> stats) {
    Map<String, Json> functions = Parts.part(stats, "by-f");
    List<String> never =
        functions.keySet().stream()
            .filter(f -> Parts.count(Parts.part(functions, f), "ok-count") == 0)
            .toList();
    String what = "no " + String.join(" and no ", never) + " succeeded";
    return Json.of("unknown").equals(stats.get("valid?"))
        ? what + ", but its node was killed, paused or had a full disk each time"
        : what;
  }

  /** What broke the run, and the first mistake before that; otherwise the first warning. */
  private static String nodes(Results results) {
    Map<String, Json> nodes = Parts.part(results.json().fields(), "nodes");
    List<String> told = new ArrayList<>();
    if (results.isBroken()) {
      Parts.items(nodes, "problems").stream().limit(1).map(Warnings::summary).forEach(told::add);
    }
    Warnings.of(results).first().ifPresent(told::add);
    long problems = Parts.count(nodes, "problem-count");
    long warnings = Parts.count(nodes, "warning-count") + (results.isBroken() ? 1 : 0);
    long more = Math.max(problems, warnings) - told.size();
    return Shown.line(String.join("; before that, ", told), MAX_CHARS)
        + (more > 0 ? " (and " + Shown.counted(more, "more problem") + ")" : "");
  }
}
