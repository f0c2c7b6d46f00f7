package dev.tattle.counters;

import java.time.Duration;

/**
 * How much a {@link CounterStore} takes.
 *
 * @param window how long a key is remembered, at the least
 * @param counters how many counters there may be; an add to one more is refused here
 * @param keys how many keys may be remembered; an add with one more is refused here
 */
public record CounterLimits(Duration window, int counters, int keys) {
  public static final CounterLimits DEFAULT =
      new CounterLimits(Duration.ofHours(24), 1 << 22, 1_000_000);

  public static final int LONGEST_NAME = 256;
  public static final int LONGEST_KEY = 128;

  /** How many adds a batch holds at the most. */
  public static final int LARGEST_BATCH = 1_000;

  public CounterLimits with(Duration newWindow) {
    return new CounterLimits(newWindow, counters, keys);
  }
}
