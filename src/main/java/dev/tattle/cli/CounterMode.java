package dev.tattle.cli;

/** What counters are that nobody has made yet. */
enum CounterMode {
  /** Each node counts by itself, and all tell each other. */
  EVENTUAL,
  /** A majority agrees on each change. */
  STRONG
}
