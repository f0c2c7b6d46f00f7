package dev.tattle.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a client does with counters. */
enum CounterAction {
  INCREMENT,
  DECREMENT,
  ADD,
  GET,
  DELETE,
  LIST,
  WATCH,
  BATCH,
  CREATE,
  NEXT,
  RESERVE,
  CAS,
  GETANDRESET,
  BOUNDS;

  /** All of them, as they are typed. */
  static List<String> names() {
    return Stream.of(values())
        .map(a -> a == GETANDRESET ? "get-and-reset" : a.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Reads one, in letters of any size; {@code getCount} is another name of {@code get}. */
  static CounterAction parse(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace("-", "");
    if (name.equals("GETCOUNT") || name.equals("COUNT")) {
      return GET;
    }
    for (CounterAction action : values()) {
      if (action.name().equals(name)) {
        return action;
      }
    }
    throw new IllegalArgumentException(
        "expected one of " + String.join(", ", names()) + ", not '" + text + "'");
  }
}
