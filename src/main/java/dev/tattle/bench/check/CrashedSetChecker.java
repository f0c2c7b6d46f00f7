package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@link SetFullChecker} for nodes that keep everything in memory and are killed. An element is
 * excused if every node that acknowledged or showed it was killed after that: nobody need have it.
 * A node that was not killed has it still, so every other element must be there.
 *
 * @param addFunction what an add is called
 */
public record CrashedSetChecker(String addFunction) implements Checker {
  @Override
  public Json.Obj check(List<Operation> history) {
    Set<Json> excused = excused(history);
    List<Operation> judged =
        history.stream()
            .filter(op -> !op.f().equals(addFunction) || !excused.contains(op.value()))
            .toList();
    Json.Obj result = new SetFullChecker(addFunction).check(judged);
    if (excused.isEmpty()) {
      return result;
    }
    Map<String, Json> fields = new LinkedHashMap<>(result.fields());
    fields.put("excused-count", Json.of(excused.size()));
    fields.put("excused", Json.array(excused.stream().sorted(Values.ORDER).toList()));
    return new Json.Obj(fields);
  }

  private Set<Json> excused(List<Operation> history) {
    Kills kills = new Kills(history);
    Set<Json> known = new LinkedHashSet<>();
    Set<Json> remembered = new LinkedHashSet<>();
    if (!kills.isEmpty()) {
      for (Attempt attempt : Attempt.all(history)) {
        if (attempt.isOk()) {
          List<Json> values = values(attempt);
          known.addAll(values);
          if (kills.isRemembered(attempt)) {
            remembered.addAll(values);
          }
        }
      }
    }
    known.removeAll(remembered);
    return known;
  }

  /** What its completion says that the node has. */
  private List<Json> values(Attempt attempt) {
    Json value = attempt.completion().value();
    if (attempt.f().equals(addFunction)) {
      return List.of(value);
    }
    return value instanceof Json.Arr shown ? shown.items() : List.of();
  }
}
