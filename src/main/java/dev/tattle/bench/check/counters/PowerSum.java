package dev.tattle.bench.check.counters;

import dev.tattle.core.Json;

/**
 * A counter's value, split into additions. Clients add 1, 4, 16 … or their negatives, each power at
 * most once per counter. So the digits of a value in base four say how often each addition is in
 * it. A digit can show zero, one, two and minus one times.
 *
 * @param once the exponents, as bits, of the additions that are in it once
 * @param twice the exponents of those that are in it twice
 * @param minus the exponents of those that were taken away though they were not there
 * @param rest what is left beyond the last power; 0 in every value that is a sum of additions
 */
public record PowerSum(long once, long twice, long minus, long rest) {
  /** The most additions to a counter: their sum has 60 bits, so twice the sum fits into 64 bits. */
  public static final int POWERS = 30;

  private static final int BASE = 4;

  /** The addition with this exponent, from 0 to {@link #POWERS} - 1. */
  public static long power(int exponent) {
    return 1L << (2 * exponent);
  }

  /** The exponent of an addition; -1 if the number is no addition. */
  public static int exponent(long delta) {
    // The absolute value of the least long is itself; its bit excludes it.
    long power = Math.abs(delta);
    int bit = Long.numberOfTrailingZeros(power);
    boolean isPower = Long.bitCount(power) == 1 && bit % 2 == 0 && bit / 2 < POWERS;
    return isPower ? bit / 2 : -1;
  }

  /**
   * Splits a value. A value beyond 64 bits, or that is no integer, is all {@code rest}.
   *
   * @param negatives the exponents, as bits, of the additions that are below zero
   */
  public static PowerSum of(Json value, long negatives) {
    return value instanceof Json.Int integer
        ? of(integer.value(), negatives)
        : new PowerSum(0, 0, 0, 1);
  }

  private static PowerSum of(long value, long negatives) {
    long[] bits = new long[BASE];
    long rest = value;
    for (int exponent = 0; exponent < POWERS; exponent++) {
      int sign = (negatives >> exponent & 1) == 0 ? 1 : -1;
      int digit = Math.floorMod(sign * Math.floorMod(rest, BASE), BASE);
      bits[digit] |= 1L << exponent;
      int times = digit == BASE - 1 ? -1 : digit;
      rest = (rest - (long) sign * times) / BASE;
    }
    return new PowerSum(bits[1], bits[2], bits[BASE - 1], rest);
  }

  /** The exponents of the additions that it holds at least once. */
  public long shown() {
    return once | twice;
  }
}
