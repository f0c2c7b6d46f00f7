package dev.tattle.cli;

import dev.tattle.bench.check.Verdict;

/** The exit statuses of the bench: Jepsen's, which are Maelstrom's. */
final class ExitStatus {
  /** The command line makes no sense. */
  static final int USAGE = 254;

  /** The run broke: nothing is said of the node's correctness. */
  static final int BROKEN = 255;

  static final String HELP =
      "Exit: 0 valid, 1 invalid, 2 unknown, 254 wrong command line, 255 the run broke.";

  private ExitStatus() {}

  static int of(Verdict verdict) {
    return switch (verdict) {
      case VALID -> 0;
      case INVALID -> 1;
      case UNKNOWN -> 2;
    };
  }
}
