package dev.tattle.bench.check.counters;

/** What may be wrong, the most telling first: what stands below may follow from it. */
enum CounterError {
  /** A value has an addition twice. */
  COUNTED_TWICE("counted-twice"),
  /** A value is no sum of what somebody had begun to add by then. */
  NEVER_ADDED("never-added"),
  /** A value has an addition that was refused each time. */
  FAILED_ADD("failed-add"),
  /** A node shows what was gone there. */
  CAME_BACK("came-back"),
  /** An addition that a node acknowledged is not there in the end. */
  LOST_ADD("lost-add"),
  /** An addition that was deleted at another node is there in the end. */
  LOST_DELETE("lost-delete"),
  /** In the end a part of a batch is there, and another part never was. */
  TORN_BATCH("torn-batch"),
  /** A request with a token does not show what its session has done. */
  READ_YOUR_WRITES("read-your-writes"),
  /** A request with a token does not show what its session has seen. */
  MONOTONIC_READS("monotonic-reads"),
  /** A majority read does not show what so many nodes had that each majority has one of them. */
  STALE_MAJORITY("stale-majority"),
  /** A node does not show what it had acknowledged, shown, or had to have for a token. */
  FORGOTTEN_ADD("forgotten-add"),
  /** Nodes list different values in the end. */
  DIVERGED("diverged"),
  /** An addition is there in the end though its time to live is over. */
  OUTLIVES_TTL("outlives-ttl"),
  /** A watch was not told of a change that its node knew. */
  WATCH_LATE("watch-late"),
  /** A node says that a counter exists without additions, or does not exist with some. */
  WRONG_EXISTENCE("wrong-existence"),
  /** A list is not in the order of names, or has one twice. */
  UNORDERED_LIST("unordered-list");

  private final String label;

  CounterError(String label) {
    this.label = label;
  }

  /** As it stands in results. */
  String label() {
    return label;
  }
}
