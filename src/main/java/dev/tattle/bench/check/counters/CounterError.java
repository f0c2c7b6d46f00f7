package dev.tattle.bench.check.counters;

/** The kinds of errors, the most telling first: later ones may follow from earlier ones. */
enum CounterError {
  /** A value has an addition twice. */
  COUNTED_TWICE("counted-twice"),
  /** A value is no sum of additions that had begun by then. */
  NEVER_ADDED("never-added"),
  /** A value has an addition whose attempts were all refused. */
  FAILED_ADD("failed-add"),
  /** A node shows an addition that was gone there. */
  CAME_BACK("came-back"),
  /** An acknowledged addition is missing in the end. */
  LOST_ADD("lost-add"),
  /** An addition that was deleted at another node is there in the end. */
  LOST_DELETE("lost-delete"),
  /** In the end a part of a batch is there, and another part never was. */
  TORN_BATCH("torn-batch"),
  /** A request with a token does not show what its session did. */
  READ_YOUR_WRITES("read-your-writes"),
  /** A request with a token does not show what its session saw. */
  MONOTONIC_READS("monotonic-reads"),
  /** A majority read does not show what at least one node of each majority had. */
  STALE_MAJORITY("stale-majority"),
  /**
   * A node does not show what it had acknowledged or shown, or what a token required it to have.
   */
  FORGOTTEN_ADD("forgotten-add"),
  /** Nodes list different values in the end. */
  DIVERGED("diverged"),
  /** An addition is there in the end, though its time to live is over. */
  OUTLIVES_TTL("outlives-ttl"),
  /** A watch did not end in time after a change that its node knew. */
  WATCH_LATE("watch-late"),
  /**
   * A node says that a counter exists without additions, or that one with additions does not exist.
   */
  WRONG_EXISTENCE("wrong-existence"),
  /** A list is not in the order of names, or has a name twice. */
  UNORDERED_LIST("unordered-list");

  private final String label;

  CounterError(String label) {
    this.label = label;
  }

  /** The name in the results. */
  String label() {
    return label;
  }
}
