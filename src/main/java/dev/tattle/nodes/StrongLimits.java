package dev.tattle.nodes;

/**
 * The limits of {@link StrongCounters}. All nodes of a group must have the same limits, because
 * each node decides by itself what to refuse and which key to forget.
 *
 * @param counters how many counters there may be; a write to one more is refused
 * @param keys how many keys are remembered; beyond that the oldest is forgotten
 * @param keyBytes how many bytes the remembered requests and answers take; beyond that, likewise
 */
record StrongLimits(int counters, int keys, long keyBytes) {
  static final StrongLimits DEFAULT = new StrongLimits(100_000, 250_000, 32L << 20);

  static final int LONGEST_NAME = 256;
  static final int LONGEST_KEY = 128;
  static final int USUAL_PAGE = 100;
  static final int LARGEST_PAGE = 1_000;
  static final long LARGEST_BLOCK = 1_000_000_000;
}
