package dev.tattle.bench.check.counters;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a node or a session knows of all counters, by their names. */
final class Knowledge {
  private final Map<String, Known> counters = new LinkedHashMap<>();

  Known of(String counter) {
    return counters.computeIfAbsent(counter, first -> new Known());
  }

  /** Learns all that another one knows. */
  void join(Knowledge other) {
    other.counters.forEach((name, known) -> of(name).join(known));
  }
}
