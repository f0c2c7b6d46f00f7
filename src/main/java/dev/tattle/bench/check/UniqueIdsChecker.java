package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.Count;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks that no id is generated twice: Jepsen's {@code unique-ids}. Ids without an order, such as
 * a string and a number, or two objects, are {@code "unknown"}; Jepsen's checker fails on them.
 */
public final class UniqueIdsChecker implements Checker {
  /** The most duplicated ids to list, most frequent first; all are counted. */
  private static final int LISTED_IDS = 48;

  @Override
  public Findings check(List<Operation> history) {
    List<Attempt> generated =
        Attempt.all(history).stream().filter(attempt -> attempt.f().equals("generate")).toList();
    List<Json> ids =
        generated.stream()
            .filter(Attempt::isOk)
            .map(attempt -> attempt.completion().value())
            .toList();
    Map<Json, Integer> duplicated = duplicated(ids);
    int twice = duplicated.size();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding.Sentence(
            "ids", "%d generated, %d of them more than once".formatted(ids.size(), twice)));
    findings.add(new Count("attempted-count", generated.size(), Count.Use.FIGURE));
    findings.add(new Count("acknowledged-count", ids.size(), Count.Use.DETAIL));
    findings.add(new Count("duplicated-count", twice, Count.Use.FAULT));
    findings.add(new Finding.Repeated("duplicated", mostFrequent(duplicated)));
    String reason = Findings.counted(twice, "value was duplicated", "values were duplicated");
    try {
      findings.add(new Finding.Other("range", range(ids)));
      return new Findings(Verdict.of(duplicated.isEmpty()), reason, findings);
    } catch (ClassCastException noOrder) {
      findings.add(new Finding.Other("range", Json.NULL));
      String unordered = "some ids cannot be ordered; Maelstrom's checker fails at them: ";
      if (twice > 0) {
        findings.add(new Finding.Warning("duplicated", twice, reason, Map.of()));
      }
      return new Findings(Verdict.UNKNOWN, unordered + noOrder.getMessage(), findings);
    }
  }

  private static Map<Json, Integer> duplicated(List<Json> ids) {
    Map<Json, Integer> counts = new LinkedHashMap<>();
    for (Json id : ids) {
      counts.merge(id, 1, Integer::sum);
    }
    counts.values().removeIf(count -> count == 1);
    return counts;
  }

  private static Map<Json, Integer> mostFrequent(Map<Json, Integer> counts) {
    Map<Json, Integer> listed = new TreeMap<>(Values.ORDER);
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<Json, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Values.ORDER))
                .reversed())
        .limit(LISTED_IDS)
        .forEach(entry -> listed.put(entry.getKey(), entry.getValue()));
    return listed;
  }

  /**
   * The least and the greatest id; two nulls if there is none.
   *
   * @throws ClassCastException if the ids have no order
   */
  private static Json range(List<Json> ids) {
    NaturalOrder order = new NaturalOrder();
    return Json.array(
        ids.stream().min(order).orElse(Json.NULL), ids.stream().max(order).orElse(Json.NULL));
  }
}
