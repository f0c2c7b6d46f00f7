package dev.tattle.bench.torture;

import java.util.ArrayList;
import java.util.List;

/** What nodes did wrong, in the order in which it was noticed. */
final class TortureProblems {
  /** More say no more. */
  static final int MOST = 20;

  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    if (lines.size() < MOST) {
      lines.add(line);
    }
  }

  /** A node's; nothing where the problem is empty. */
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
