package dev.tattle.bench.check;

import dev.tattle.bench.history.Operation;
import java.util.List;

/** A pure function of a history. */
@FunctionalInterface
public interface Checker {
  /**
   * Judges a history.
   *
   * @throws dev.tattle.bench.history.HistoryException if it is no history of the workload
   */
  Findings check(List<Operation> history);
}
