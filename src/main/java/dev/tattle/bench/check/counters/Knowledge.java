package dev.tattle.bench.check.counters;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a node or a session knows about all counters, by name. */
final class Knowledge {
  private final Map<String, Known> counters = new LinkedHashMap<>();

  Known of(String counter) {
    return counters.computeIfAbsent(counter, first -> new Known());
  }

  /** Adds the knowledge of another one. */
  void join(Knowledge other) {
    other.counters.forEach((name, known) -> of(name).join(known));
  }
}
