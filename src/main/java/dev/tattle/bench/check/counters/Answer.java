package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node said about counters when an operation ended ok.
 *
 * @param node that said it
 * @param values by counter, in the order of the reply
 * @param session that the operation belongs to, if any
 */
record Answer(Attempt attempt, String node, Map<String, Json> values, @Nullable Json session) {
  /** Majority reads show the number of nodes. */
  private static final String MEMBERS = "members";

  /** The answer that completed this attempt, which must be ok. */
  static Answer of(Attempt attempt) {
    Map<String, Json> fields = fields(attempt);
    if (!(fields.get("node") instanceof Json.Text node)) {
      throw wrong(attempt, "the node's name under 'node'");
    }
    return new Answer(attempt, node.value(), values(attempt, fields), fields.get("session"));
  }

  private static Map<String, Json> values(Attempt attempt, Map<String, Json> fields) {
    Map<String, Json> values = new LinkedHashMap<>();
    Json value = fields.get("value");
    if (fields.get("counters") instanceof Json.Arr rows) {
      rows.items().forEach(row -> values.put(name(attempt, row), items(row).get(1)));
    } else if (fields.get("adds") instanceof Json.Arr adds
        && fields.get("values") instanceof Json.Arr shown) {
      for (int i = 0; i < Math.min(adds.items().size(), shown.items().size()); i++) {
        values.put(name(attempt, adds.items().get(i)), shown.items().get(i));
      }
    } else if (fields.get("counter") instanceof Json.Text name && value != null) {
      values.put(name.value(), value);
    } else {
      throw wrong(attempt, "what the node said under 'value', 'values' or 'counters'");
    }
    return values;
  }

  static Map<String, Json> fields(Attempt attempt) {
    if (attempt.completion().value() instanceof Json.Obj object) {
      return object.fields();
    }
    throw wrong(attempt, "an object as its value");
  }

  static List<Json> items(Json pair) {
    return pair instanceof Json.Arr array && array.items().size() == 2
        ? array.items()
        : List.of(Json.NULL, Json.NULL);
  }

  static String name(Attempt attempt, Json pair) {
    if (items(pair).get(0) instanceof Json.Text name) {
      return name.value();
    }
    throw wrong(attempt, "pairs of a counter's name and a number");
  }

  static HistoryException wrong(Attempt attempt, String expected) {
    return HistoryException.at(attempt.completion(), "expected " + expected);
  }

  /** True if it covers all counters: those that it does not name do not exist. */
  boolean isList() {
    return attempt.f().equals("list");
  }

  boolean isDelete() {
    return attempt.f().equals("delete");
  }

  /** True if the request had a token with the session's knowledge. */
  boolean hasToken() {
    return session != null && (attempt.f().equals("read") || isDelete());
  }

  /** True if the answer had a token. Lists and errors have none. */
  boolean tellsToken() {
    boolean isRefused = isDelete() && fields(attempt).containsKey("exists");
    return session != null && !isList() && !isRefused;
  }

  /** The number of nodes in a majority read; 0 in any other answer. */
  int members() {
    return fields(attempt).get(MEMBERS) instanceof Json.Int members ? (int) members.value() : 0;
  }

  boolean isFinal() {
    return attempt.completion().isFinal();
  }
}
