package dev.tattle.counters;

import java.time.Duration;

/**
 * The limits of a {@link CounterStore}.
 *
 * @param window how long a key is remembered, at least
 * @param counters how many counters there may be; this node refuses an add to one more
 * @param keys how many keys may be remembered; this node refuses an add with one more
 */
public record CounterLimits(Duration window, int counters, int keys) {
  /** The default limits: keys for 24 hours, 4,194,304 counters, 1,000,000 keys. */
  public static final CounterLimits DEFAULT =
      new CounterLimits(Duration.ofHours(24), 1 << 22, 1_000_000);

  /** The most characters of a counter's name. */
  public static final int LONGEST_NAME = 256;

  /** The most characters of a key. */
  public static final int LONGEST_KEY = 128;

  /** How many adds a batch may hold. */
  public static final int LARGEST_BATCH = 1_000;

  /** These limits with another window. */
  public CounterLimits with(Duration newWindow) {
    return new CounterLimits(newWindow, counters, keys);
  }
}
