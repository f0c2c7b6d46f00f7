package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@link CounterChecker} for nodes that keep everything in memory and are killed. What a node
 * acknowledged before it was killed may be in the final reads or not, like an add of unknown
 * outcome; everything else must be.
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
