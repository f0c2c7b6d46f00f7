package dev.tattle.nodes;

import dev.tattle.core.Timer;

/** The timers of {@link AutoNode} itself; all others belong to the node that it has become. */
enum AutoTimer implements Timer {
  /** The oldest request has waited as long as its client does. */
  REFUSE,

  /** Time to ask for the kind. */
  ASK,

  /** Time to write the kind into lin-kv, for the first time or again. */
  NOTE
}
