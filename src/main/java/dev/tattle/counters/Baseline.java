package dev.tattle.counters;

/**
 * The part of one replica's count of a counter that deletions remove: all that the replica had
 * added up to a version of its log.
 *
 * @param total the replica's running total at that version
 */
record Baseline(long version, long total) {
  static final Baseline NONE = new Baseline(0, 0);

  /** The later of two, which removes all that the earlier one does. */
  static Baseline later(Baseline a, Baseline b) {
    return a.version >= b.version ? a : b;
  }
}
