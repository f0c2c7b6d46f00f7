package dev.tattle.counters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Compares counters with a naive model that remembers everything. */
@Execution(ExecutionMode.CONCURRENT)
class CounterStoreTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 50);

  @Test
  void whatIsShownIsWhatTheNaiveModelCounts() {
    int moved = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      CounterWorld world = new CounterWorld(seed, 2 + seed % 3);
      try {
        for (int i = 0; i < 500; i++) {
          world.step();
        }
        world.settle();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
      moved += world.moved();
      for (CounterWorld.Peer peer : world.peers) {
        assertThat(peer.counters.keys()).as("seed %d: keys", seed).isZero();
        assertThat(peer.store.shown().versions().size())
            .as("seed %d: replicas", seed)
            .isLessThanOrEqualTo(world.peers.size());
      }
    }
    assertThat(moved).isPositive();
  }
}
