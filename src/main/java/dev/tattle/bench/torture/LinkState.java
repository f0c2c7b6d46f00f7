package dev.tattle.bench.torture;

import java.time.Duration;

/**
 * The present behaviour of a link.
 *
 * @param delay of each message, if the link is slow
 */
record LinkState(LinkMode mode, Duration delay) {
  static final LinkState OPEN = new LinkState(LinkMode.OPEN, Duration.ZERO);
}
