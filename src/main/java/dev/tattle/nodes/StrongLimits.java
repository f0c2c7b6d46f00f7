package dev.tattle.nodes;

/**
 * How much {@link StrongCounters} hold. All nodes of a group must have the same limits, because
 * each decides for itself what is refused and which key is forgotten.
 *
 * @param counters how many there may be; a write to one more is refused
 * @param keys how many keys are remembered; then the oldest is forgotten
 * @param keyBytes how much the remembered requests and answers weigh at most; then likewise
 */
record StrongLimits(int counters, int keys, long keyBytes) {
  static final StrongLimits DEFAULT = new StrongLimits(100_000, 250_000, 32L << 20);

  static final int LONGEST_NAME = 256;
  static final int LONGEST_KEY = 128;
  static final int USUAL_PAGE = 100;
  static final int LARGEST_PAGE = 1_000;
  static final long LARGEST_BLOCK = 1_000_000_000;
}
