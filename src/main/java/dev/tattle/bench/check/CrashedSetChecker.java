package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.Count;
import dev.tattle.bench.check.Finding.ValueList.Use;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Works as {@link SetFullChecker} for nodes that keep everything in memory and are killed. An
 * element is excused if every node that acknowledged or showed it was killed after that, because no
 * node need have it. A node that was not killed still has its elements, so every other element must
 * be there.
 *
 * @param addFunction the name of the add operation
 */
public record CrashedSetChecker(String addFunction) implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    Set<Json> excused = excused(history);
    Findings findings = new SetFullChecker(addFunction).check(history, excused);
    return excused.isEmpty()
        ? findings
        : findings.with(
            new Finding.Count("excused-count", excused.size(), Count.Use.DETAIL),
            new Finding.ValueList(
                "excused", excused.stream().sorted(Values.ORDER).toList(), Use.LISTED));
  }

  private Set<Json> excused(List<Operation> history) {
    Outages outages = new Outages(history);
    Set<Json> known = new LinkedHashSet<>();
    Set<Json> remembered = new LinkedHashSet<>();
    if (outages.hasKills()) {
      for (Attempt attempt : Attempt.all(history)) {
        if (attempt.isOk()) {
          List<Json> values = values(attempt);
          known.addAll(values);
          if (outages.isRemembered(attempt)) {
            remembered.addAll(values);
          }
        }
      }
    }
    known.removeAll(remembered);
    return known;
  }

  /** The values that the completion proves the node to have. */
  private List<Json> values(Attempt attempt) {
    Json value = attempt.completion().value();
    if (attempt.f().equals(addFunction)) {
      return List.of(value);
    }
    return value instanceof Json.Arr shown ? shown.items() : List.of();
  }
}
