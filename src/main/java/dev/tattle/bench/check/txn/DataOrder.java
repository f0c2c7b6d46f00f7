package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What data says about the order of transactions. */
interface DataOrder {
  /**
   * Why one transaction comes before another.
   *
   * @param before the version that the first wrote or read, {@link Json#NULL} if it is the initial
   *     one
   * @param after the version that the second wrote or read
   */
  record Why(Relation relation, Json key, Json before, Json after) {}

  /** Adds all dependencies. */
  void addTo(DependencyBuilder builder);

  /** Of the relations between two transactions, an explanation tells the first one of these. */
  List<Relation> explainedFirst();

  /** The first reason why a relation of data holds; null if it does not. */
  @Nullable Why why(ObservedTxn from, ObservedTxn to, Relation relation);
}
