package dev.tattle.nodes;

import dev.tattle.core.Timer;

/** The timers of {@link CountersNode}. */
enum CounterTimer implements Timer {
  /** It is time to ask the members again that were not heard in this round. */
  ASK_AGAIN,
  /** It is time to delete counters that have lived their time. */
  CARE,
  /** A read has waited long enough for a majority. */
  MAJORITY_READS,
  /** A request has waited long enough for what its token has seen. */
  TOKENS,
  /** The first write since the start has waited long enough. */
  WRITES,
  /** A request for views has waited long enough for others. */
  VIEWS,
  /** A watch is over. */
  WATCHES
}
