package dev.tattle.perf;

/** Says that a program did not do what was to be measured; the message says what it did instead. */
final class PerfException extends Exception {
  private static final long serialVersionUID = 1;

  PerfException(String message) {
    super(message);
  }
}
