package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that enough of the invoked operations ended ok. The comparison is exact, whereas Maelstrom
 * compares a fraction rounded to 24 bits. The printed figure is rounded as Maelstrom's.
 *
 * @param required the least fraction of ok operations, from 0 (none needed) to 1 (all)
 */
public record AvailabilityChecker(double required) implements Checker {
  private static final String REQUIRED = "required";

  /** Requires nothing. */
  public static final AvailabilityChecker NONE = new AvailabilityChecker(0);

  /** Requires that every operation ends ok. */
  public static final AvailabilityChecker TOTAL = new AvailabilityChecker(1);

  public AvailabilityChecker {
    if (!(required >= 0 && required <= 1)) {
      throw new IllegalArgumentException(
          "availability: expected \"total\" or a fraction from 0 to 1, but it is " + required);
    }
  }

  /** The requirement in stored results; {@link #NONE} if they hold none. */
  public static AvailabilityChecker stored(Map<String, Json> results) {
    return results.get("availability") instanceof Json.Obj availability
            && availability.fields().get(REQUIRED) instanceof Json.Num required
        ? parse(required.literal())
        : NONE;
  }

  /** Parses {@code "total"} or a fraction from 0 to 1, such as {@code 0.5} or {@code 1/2}. */
  public static AvailabilityChecker parse(String text) {
    if (text.equals("total")) {
      return TOTAL;
    }
    String[] parts = text.split("/", 2);
    try {
      double divisor = parts.length == 1 ? 1 : Double.parseDouble(parts[1]);
      return new AvailabilityChecker(Double.parseDouble(parts[0]) / divisor);
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
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding.Other("ok-fraction", rounded));
    if (required > 0) {
      findings.add(new Finding.Other(REQUIRED, new Json.Num(Double.toString(required))));
    }
    return new Findings(Verdict.of(fraction >= required), "too few operations succeeded", findings);
  }
}
