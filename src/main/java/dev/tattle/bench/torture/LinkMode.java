package dev.tattle.bench.torture;

import java.util.Locale;

/** What a link does to its messages. */
enum LinkMode {
  OPEN,
  /** Messages are lost without notice. */
  LOST,
  /** Messages wait until the link opens, and then all arrive. */
  HELD,
  /** Connections are closed, and so is each new one. */
  CLOSED,
  /** Messages arrive late. */
  SLOW;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
