package dev.tattle.bench.torture;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One fault: when it begins, and for how long it lasts.
 *
 * @param nodes whose processes it befalls
 * @param links that it changes
 * @param state of those links, as long as it lasts
 */
record TortureFault(
    Kind kind, Duration at, Duration lasts, List<String> nodes, List<Link> links, LinkState state) {
  enum Kind {
    KILL,
    KILL_ALL,
    RESTART,
    PAUSE,
    CUT,
    SLOW;

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
