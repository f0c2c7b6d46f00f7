package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.List;

/**
 * Enough of the operations that were invoked ended ok. The comparison is exact, whereas Maelstrom
 * compares a fraction rounded to 24 bits; what is printed is rounded as there.
 *
 * @param required the least fraction of ok operations, from 0 (any will do) to 1 (all must)
 */
public record AvailabilityChecker(double required) implements Checker {
  /** Nothing is required. */
  public static final AvailabilityChecker NONE = new AvailabilityChecker(0);

  /** Every operation must end ok. */
  public static final AvailabilityChecker TOTAL = new AvailabilityChecker(1);

  public AvailabilityChecker {
    if (!(required >= 0 && required <= 1)) {
      throw new IllegalArgumentException(
          "availability: expected \"total\" or a fraction from 0 to 1, but it is " + required);
    }
  }

  /** Reads {@code "total"} or a fraction from 0 to 1. */
  public static AvailabilityChecker parse(String text) {
    if (text.equals("total")) {
      return TOTAL;
    }
    try {
      return new AvailabilityChecker(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "availability: expected \"total\" or a fraction from 0 to 1, but it is '" + text + "'",
          e);
    }
  }

  @Override
  public Findings check(List<Operation> history) {
    List<Attempt> attempts = Attempt.all(history);
    long ok = attempts.stream().filter(Attempt::isOk).count();
    double fraction = attempts.isEmpty() ? 1 : (double) ok / attempts.size();
    Json rounded = new Json.Num(Float.toString((float) fraction));
    return new Findings(
        Verdict.of(fraction >= required),
        "too few operations succeeded",
        List.of(new Finding.Other("ok-fraction", rounded)));
  }
}
