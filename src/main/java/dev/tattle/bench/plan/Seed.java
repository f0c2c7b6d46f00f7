package dev.tattle.bench.plan;

import dev.tattle.core.Json;

/** Reads seeds as people write them, and writes them so that JSON tools keep them exact. */
public final class Seed {
  /** Beyond this, JSON tools that compute with floating point round. */
  private static final long MAX_EXACT = 1L << 53;

  private static final int HEX = 16;

  private Seed() {}

  /** Returns a number, or from 2^53 on a text, which no tool rounds. {@link #parse} reads both. */
  public static Json json(long seed) {
    boolean isExact = -MAX_EXACT <= seed && seed <= MAX_EXACT;
    return isExact ? Json.of(seed) : Json.of(Long.toString(seed));
  }

  /**
   * Parses a seed: decimal from -2^63 to 2^64 - 1, or hexadecimal after 0x. A number from 2^63 on
   * stands for the negative number with the same 64 bits.
   *
   * @throws IllegalArgumentException if the text is no seed; the message says what was expected
   */
  public static long parse(String text) {
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return Long.parseUnsignedLong(text.substring(2), HEX);
      }
      return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a whole number from -2^63 to 2^64-1, or 0x and its hex digits, not '"
              + text
              + "'",
          e);
    }
  }
}
