package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Works as {@link CounterChecker} for nodes that keep everything in memory and are killed. Final
 * reads may lack what a node acknowledged before it was killed, as if the outcome were unknown.
 * Everything else must be there.
 */
public record CrashedCounterChecker() implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    Outages outages = new Outages(history);
    Set<Long> forgotten = new LinkedHashSet<>();
    for (Attempt attempt : Attempt.all(history)) {
      if (attempt.f().equals("add") && attempt.isOk() && !outages.isRemembered(attempt)) {
        forgotten.add(attempt.completion().index());
      }
    }
    return new CounterChecker()
        .check(
            history.stream().map(op -> forgotten.contains(op.index()) ? unknown(op) : op).toList());
  }

  private static Operation unknown(Operation ok) {
    return new Operation(
        ok.index(),
        ok.timeNanos(),
        Operation.Type.INFO,
        ok.process(),
        ok.f(),
        ok.value(),
        Json.of("the node was killed later"),
        ok.isFinal(),
        ok.details());
  }
}
