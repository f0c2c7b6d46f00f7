package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains the labels at the top of the page, for those who point at one. */
final class Meanings {
  /** Labels that do not depend on the workload. BENCH.md has the same table. */
  static final Map<String, String> FIXED = fixed();

  private static final String FINDING = "What the checker counted; VERDICTS.md explains its name";

  private Meanings() {}

  /** The JSON {@code {label: sentence}} for the figures and the parts of these results. */
  static Json of(Results results) {
    Map<String, Json> meanings = new LinkedHashMap<>();
    KeyFigures.of(results)
        .forEach(figure -> meanings.put(figure.name(), Json.of(of(figure.name(), results))));
    results
        .json()
        .fields()
        .keySet()
        .forEach(part -> meanings.putIfAbsent(part, Json.of(FIXED.getOrDefault(part, ""))));
    meanings.values().removeIf(Json.of("")::equals);
    return new Json.Obj(meanings);
  }

  private static String of(String label, Results results) {
    String known = FIXED.get(label);
    String measured = measured(label, results.parts().get("workload"));
    return known != null ? known : measured != null ? measured : FINDING;
  }

  private static @Nullable String measured(String label, @Nullable Findings workload) {
    return workload == null
        ? null
        : workload
            .of(Finding.Quantiles.class)
            .filter(quantiles -> label.startsWith(quantiles.label() + " "))
            .map(Finding.Quantiles::meaning)
            .findFirst()
            .orElse(null);
  }

  private static Map<String, String> fixed() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("operations", "What clients did: ok happened, fail did not happen, info may have");
    all.put("ok", "The share of operations that ended ok");
    all.put("messages per operation", "Messages between servers for each operation of a client");
    all.put(
        "redundancy (RMR)",
        "Relative message redundancy: how many more messages than one a node carried a value");
    all.put("last delivery hop", "How many times a value was passed on until the last node had it");
    all.put(
        "heal to convergence (median)",
        "From a heal, the end of the last fault, until every node has what any node had");
    all.put("lost", "Values that were acknowledged or read, and that later reads lack");
    all.put("stale", "Values that a read lacked after their acknowledgement, and later reads show");
    all.put("never read", "Values that no read showed, and that no read had to show");
    all.put("attempted", "Ids that clients asked for");
    all.put("duplicated", "Ids that more than one client got");
    all.put("final reads", "What the last reads showed; below it, what they may show");
    all.put("warnings", "What nodes did wrong that does not change the verdict");
    all.put("problems of nodes", "What nodes did wrong");
    all.put("workload", "What the workload promises to its clients");
    all.put("net", "The network of the bench, which is always valid");
    all.put("stats", "Whether each kind of operation ended ok at least once");
    all.put("availability", "Whether as many operations ended ok as --availability asks for");
    all.put("agreement", "Whether all nodes showed the same at the end");
    all.put("nodes", "Whether a node broke the run, or its rules if the run is strict");
    return all;
  }
}
