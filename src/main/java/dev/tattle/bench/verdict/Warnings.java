package dev.tattle.bench.verdict;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists what Maelstrom would not report, in a few lines: what was written, and what was expected.
 *
 * @param all of them, those of nodes first
 * @param ofNodes how often each kind of those of nodes came; a checker's say it themselves
 */
record Warnings(
    long count, boolean areErrors, List<Map<String, Json>> all, Map<String, Long> ofNodes) {
  private static final int SHOWN = 3;
  private static final int MAX_CHARS = 300;

  static Warnings of(Results results) {
    Map<String, Json> fields = results.json().fields();
    Map<String, Json> nodes = Parts.part(fields, "nodes");
    List<Map<String, Json>> all = new ArrayList<>();
    Parts.items(nodes, "problems").stream()
        .skip(results.isBroken() ? 1 : 0)
        .forEach(problem -> all.add(((Json.Obj) problem).fields()));
    Map<String, Long> ofNodes = new LinkedHashMap<>();
    all.forEach(problem -> ofNodes.merge(kind(problem), 1L, Long::sum));
    all.forEach(problem -> ofNodes.merge(kind(problem), Parts.count(problem, "count"), Math::max));
    long found = 0;
    for (Map<String, Json> warning : found(results)) {
      all.add(warning);
      found += Parts.count(warning, "count");
    }
    long count = nodes.containsKey("warning-count") ? Parts.count(nodes, "warning-count") : found;
    return new Warnings(count, Json.of(true).equals(fields.get("strict")), all, ofNodes);
  }

  private static String kind(Map<String, Json> problem) {
    return Shown.whole(problem.getOrDefault("kind", Json.of("?")));
  }

  private static List<Map<String, Json>> found(Results results) {
    Map<String, Json> fields = new LinkedHashMap<>();
    results
        .parts()
        .values()
        .forEach(part -> part.of(Finding.Warning.class).forEach(w -> w.putInto(fields)));
    return Parts.items(fields, "warnings").stream().map(w -> ((Json.Obj) w).fields()).toList();
  }

  Optional<String> first() {
    return all.stream().map(warning -> summary(new Json.Obj(warning))).findFirst();
  }

  static String summary(Json problem) {
    return problem instanceof Json.Obj fields
            && fields.fields().get("summary") instanceof Json.Text text
        ? text.value()
        : "a node went wrong";
  }

  /** The first of each kind, and how many more there are of it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (count == 0) {
      return lines;
    }
    lines.add(
        Summary.line(
            "warnings",
            count + (areErrors ? "" : which(count) + " not change the verdict, as in Maelstrom")));
    Map<String, Map<String, Json>> firsts = new LinkedHashMap<>();
    all.forEach(warning -> firsts.putIfAbsent(kind(warning), warning));
    firsts.values().stream().limit(SHOWN).forEach(warning -> addTo(lines, warning));
    if (firsts.size() > SHOWN) {
      lines.add("  ... and " + Shown.counted(firsts.size() - SHOWN, "more kind"));
    }
    return lines;
  }

  private static String which(long count) {
    return count == 1 ? ", which does" : ", which do";
  }

  private void addTo(List<String> lines, Map<String, Json> warning) {
    long more = ofNodes.getOrDefault(kind(warning), 1L) - 1;
    lines.add(
        "  "
            + shown(Json.of(summary(new Json.Obj(warning))))
            + (more > 0 ? " (and " + more + " more like it)" : ""));
    add(lines, "wrote", warning.getOrDefault("wrote", warning.get("reply")));
    Json expected = warning.get("expected");
    add(lines, "expected", expected);
    add(lines, "problem", expected == null ? warning.get("problem") : null);
  }

  private static void add(List<String> lines, String name, @Nullable Json detail) {
    if (detail != null) {
      lines.add("    %-8s %s".formatted(name, shown(detail)));
    }
  }

  private static String shown(Json text) {
    return Shown.line(Shown.whole(text), MAX_CHARS);
  }
}
