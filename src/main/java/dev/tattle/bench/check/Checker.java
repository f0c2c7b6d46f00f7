package dev.tattle.bench.check;

import dev.tattle.bench.history.Operation;
import java.util.List;

/** Judges histories. A checker is a pure function. */
@FunctionalInterface
public interface Checker {
  /**
   * Judges a history.
   *
   * @throws dev.tattle.bench.history.HistoryException if the history does not fit the workload
   */
  Findings check(List<Operation> history);
}
