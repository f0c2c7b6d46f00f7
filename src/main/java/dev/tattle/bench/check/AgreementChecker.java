package dev.tattle.bench.check;

import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * All final reads that were answered show the same: the nodes have converged. Arrays are compared
 * as sets.
 */
public final class AgreementChecker implements Checker {
  @Override
  public Json.Obj check(List<Operation> history) {
    Map<Object, Json> firstByValue = new LinkedHashMap<>();
    for (Operation operation : history) {
      if (operation.isFinal() && operation.type() == Operation.Type.OK) {
        firstByValue.putIfAbsent(comparable(operation.value()), HistoryCodec.toJson(operation));
      }
    }
    boolean isAgreed = firstByValue.size() <= 1;
    return (Json.Obj)
        Json.object(
            "valid?",
            Verdict.of(isAgreed).json(),
            "different-reads",
            Json.array(isAgreed ? List.of() : List.copyOf(firstByValue.values())));
  }

  private static Object comparable(Json value) {
    return value instanceof Json.Arr items ? new LinkedHashSet<>(items.items()) : value;
  }
}
