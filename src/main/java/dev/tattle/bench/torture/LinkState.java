package dev.tattle.bench.torture;

import java.time.Duration;

/**
 * What a link does just now.
 *
 * @param delay of each message, where it is slow
 */
record LinkState(LinkMode mode, Duration delay) {
  static final LinkState OPEN = new LinkState(LinkMode.OPEN, Duration.ZERO);
}
