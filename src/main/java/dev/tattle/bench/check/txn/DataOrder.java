package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order of transactions that follows from their data. */
interface DataOrder {
  /**
   * Why one transaction comes before another.
   *
   * @param before the version that the first wrote or read; {@link Json#NULL} for the initial one
   * @param after the version that the second wrote or read
   */
  record Why(Relation relation, Json key, Json before, Json after) {}

  /** Adds all dependencies. */
  void addTo(DependencyBuilder builder);

  /** The order in which relations between two transactions are preferred to explain them. */
  List<Relation> explainedFirst();

  /** The first reason for this relation between two transactions; null if it does not hold. */
  @Nullable Why why(ObservedTxn from, ObservedTxn to, Relation relation);
}
