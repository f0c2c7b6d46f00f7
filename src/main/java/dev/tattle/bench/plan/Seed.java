package dev.tattle.bench.plan;

import dev.tattle.core.Json;

/** Seeds as people write them, and as JSON carries them unharmed. */
public final class Seed {
  /** JSON tools that compute with floating point round what is beyond. */
  private static final long MAX_EXACT = 1L << 53;

  private static final int HEX = 16;

  private Seed() {}

  /** A number, or from 2^53 on a text, which no tool rounds. {@link #parse} reads either. */
  public static Json json(long seed) {
    boolean isExact = -MAX_EXACT <= seed && seed <= MAX_EXACT;
    return isExact ? Json.of(seed) : Json.of(Long.toString(seed));
  }

  /**
   * Reads a seed: decimal, from -2^63 to 2^64 - 1, or hexadecimal after 0x. From 2^63 on a number
   * is taken for its 64 bits, and so for a negative one.
   *
   * @throws IllegalArgumentException whose message says what was expected
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
