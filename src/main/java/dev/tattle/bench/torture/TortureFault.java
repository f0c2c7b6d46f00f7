package dev.tattle.bench.torture;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One fault, with its begin and its duration.
 *
 * @param nodes whose processes it affects
 * @param links that it changes
 * @param state of those links during the fault
 */
record TortureFault(
    Kind kind, Duration at, Duration lasts, List<String> nodes, List<Link> links, LinkState state) {
  enum Kind {
    KILL(28),
    KILL_ALL(6),
    RESTART(10),
    LEAVE(10),
    PAUSE(18),
    CUT(26),
    SLOW(12);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    /** How often it is chosen, relative to the others. */
    int weight() {
      return weight;
    }

    /** True if it needs another node. */
    boolean isAmongNodes() {
      return this == CUT || this == SLOW || this == LEAVE;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public String toString() {
    String of = nodes.isEmpty() ? state.mode().word() + " " + links : String.join(" ", nodes);
    return kind.word() + " " + of + " for " + lasts.toMillis() + " ms";
  }
}
