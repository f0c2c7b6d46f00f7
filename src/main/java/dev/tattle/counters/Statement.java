package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one replica last said of one subject, as an element of its log: a list in the order of the
 * numbers. What the replica says later of the same subject takes its place, at the end.
 */
abstract class Statement {
  final ReplicaLog log;

  /** Where it stands in the log. */
  long number;

  @Nullable Statement before;
  @Nullable Statement after;

  Statement(ReplicaLog log) {
    this.log = log;
  }

  /** What it says, after its number. */
  abstract List<Json> toJson();

  /** True where it says nothing that still counts, once all nodes have it. */
  abstract boolean isSpent();
}
