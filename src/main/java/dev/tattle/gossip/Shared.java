package dev.tattle.gossip;

import dev.tattle.core.Environment;

/** The objects that all parts of an engine work with. */
record Shared(
    Environment environment, Store store, GossipSettings settings, Succession succession) {
  long nowNanos() {
    return environment.nowNanos();
  }
}
