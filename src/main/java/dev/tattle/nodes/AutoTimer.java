package dev.tattle.nodes;

import dev.tattle.core.Timer;

/** The timers of {@link AutoNode} itself; all others belong to the node that it has become. */
enum AutoTimer implements Timer {
  /** The oldest request has waited as long as its client does. */
  REFUSE,

  /** It is time to ask for the kind. */
  ASK,

  /** It is time to write the kind into lin-kv, for the first time or again. */
  NOTE
}
