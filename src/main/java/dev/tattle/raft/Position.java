package dev.tattle.raft;

import dev.tattle.core.Json;
import java.util.List;

/**
 * An index in a log and the term of the entry there. Two logs that have the same position are the
 * same up to it (log matching, paper 5.3).
 *
 * @param index the entry's index, from 1; 0 is before the first entry
 */
record Position(long index, long term) {
  static final Position START = new Position(0, 0);

  /**
   * True if a log that ends here is at least as up to date as one that ends there (paper 5.4.1).
   */
  boolean isAtLeast(Position other) {
    return term > other.term || (term == other.term && index >= other.index);
  }

  Json toJson() {
    return Json.array(Json.of(index), Json.of(term));
  }

  static Position fromJson(Json json) {
    List<Json> items = RaftJson.items(json, 2, "a position [index, term]");
    return new Position(RaftJson.natural(items.get(0)), RaftJson.natural(items.get(1)));
  }
}
