package dev.tattle.bench.torture;

import java.util.ArrayList;
import java.util.List;

/** The mistakes of nodes, in the order in which they were noticed. */
final class TortureProblems {
  /** The most to keep; more would tell nothing new. */
  static final int MOST = 20;

  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    if (lines.size() < MOST) {
      lines.add(line);
    }
  }

  /** Adds a problem of a node; does nothing if the problem is empty. */
  void add(String node, String problem) {
    if (!problem.isEmpty()) {
      add(node + ": " + problem);
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
