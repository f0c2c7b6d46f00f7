package dev.tattle.nodes;

import dev.tattle.core.Timer;

/** The timers of {@link CountersNode}. */
enum CounterTimer implements Timer {
  /** Who was not heard in this round is asked again. */
  ASK_AGAIN,
  /** What has lived its time is deleted. */
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
