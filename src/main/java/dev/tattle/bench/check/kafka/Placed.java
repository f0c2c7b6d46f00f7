package dev.tattle.bench.check.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A message as one operation saw it.
 *
 * @param offset that the operation got; null if it got none
 */
record Placed(@Nullable Long offset, LoggedMessage message) {
  /** Formats it for people: {@code "message 3 (offset 7)"}. */
  String text() {
    return message.text() + (offset == null ? "" : " (offset " + offset + ")");
  }
}
