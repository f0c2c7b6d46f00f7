package dev.tattle.bench.check;

import dev.tattle.bench.HistoryCodec;
import dev.tattle.bench.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * No read of a set shows a value whose add was not invoked before the read ended.
 *
 * @param addFunction what an add is called
 */
record PossibleSetChecker(String addFunction) implements Checker {
  @Override
  public Json.Obj check(List<Operation> history) {
    Set<Json> invoked = new LinkedHashSet<>();
    List<Json> errors = new ArrayList<>();
    for (Operation operation : history) {
      if (operation.type() == Operation.Type.INVOKE && operation.f().equals(addFunction)) {
        invoked.add(operation.value());
      } else if (operation.type() == Operation.Type.OK
          && operation.f().equals("read")
          && operation.value() instanceof Json.Arr shown
          && !invoked.containsAll(shown.items())) {
        errors.add(HistoryCodec.toJson(operation));
      }
    }
    return (Json.Obj)
        Json.object("valid?", Verdict.of(errors.isEmpty()).json(), "errors", Json.array(errors));
  }
}
