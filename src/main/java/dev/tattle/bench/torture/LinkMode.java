package dev.tattle.bench.torture;

import java.util.Locale;

/** What a link does to the messages that are sent on it. */
enum LinkMode {
  OPEN,
  /** They are lost, and nobody is told. */
  LOST,
  /** They wait until it opens, and all come then. */
  HELD,
  /** Its connections are closed, and so is each new one. */
  CLOSED,
  /** Each comes late. */
  SLOW;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
