package dev.tattle.bench.check;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.List;

/** A pure function of a history. */
@FunctionalInterface
public interface Checker {
  /**
   * Judges a history.
   *
   * @return an object whose field {@code "valid?"} is true, false or {@code "unknown"} (see {@link
   *     Verdict}), beside the findings under Jepsen's names
   */
  Json.Obj check(List<Operation> history);
}
