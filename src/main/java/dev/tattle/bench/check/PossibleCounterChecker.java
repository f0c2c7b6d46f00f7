package dev.tattle.bench.check;

import dev.tattle.bench.HistoryCodec;
import dev.tattle.bench.Operation;
import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * No read of a counter is above the sum of all positive adds, or below the sum of all negative
 * ones, that were invoked before the read ended.
 */
record PossibleCounterChecker() implements Checker {
  @Override
  public Json.Obj check(List<Operation> history) {
    BigInteger least = BigInteger.ZERO;
    BigInteger most = BigInteger.ZERO;
    List<Json> errors = new ArrayList<>();
    for (Operation operation : history) {
      BigInteger value = Values.integer(operation.value());
      if (value != null && operation.isClient()) {
        if (operation.type() == Operation.Type.INVOKE) {
          least = least.add(value.min(BigInteger.ZERO));
          most = most.add(value.max(BigInteger.ZERO));
        } else if (isReadOutside(operation, value, least, most)) {
          errors.add(
              Json.object("read", HistoryCodec.toJson(operation), "possible", range(least, most)));
        }
      }
    }
    return (Json.Obj)
        Json.object("valid?", Verdict.of(errors.isEmpty()).json(), "errors", Json.array(errors));
  }

  private static boolean isReadOutside(
      Operation operation, BigInteger value, BigInteger least, BigInteger most) {
    return operation.type() == Operation.Type.OK
        && operation.f().equals("read")
        && (value.compareTo(least) < 0 || value.compareTo(most) > 0);
  }

  private static Json range(BigInteger least, BigInteger most) {
    return Json.array(Json.of(least), Json.of(most));
  }
}
