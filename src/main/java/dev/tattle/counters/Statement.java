package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement: the last thing that one replica wrote about one subject. Statements are elements of
 * the replica's log, a list in the order of their numbers. A later statement about the same subject
 * replaces the earlier one, and goes to the end.
 */
abstract class Statement {
  final ReplicaLog log;

  /** Its place in the log. */
  long number;

  @Nullable Statement before;
  @Nullable Statement after;

  Statement(ReplicaLog log) {
    this.log = log;
  }

  /** The statement as JSON, without its number. */
  abstract List<Json> toJson();

  /** True if it has no effect any more, once all nodes have it. */
  abstract boolean isSpent();
}
