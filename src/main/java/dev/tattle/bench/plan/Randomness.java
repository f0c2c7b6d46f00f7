package dev.tattle.bench.plan;

import java.util.SplittableRandom;

/**
 * The randomness of one run: one generator for each concern, all from one seed. The order of the
 * splits never changes, so that one more draw in one concern changes nothing in another.
 */
public record Randomness(
    SplittableRandom network,
    SplittableRandom partitions,
    SplittableRandom load,
    SplittableRandom services,
    SplittableRandom nodes,
    SplittableRandom faults,
    SplittableRandom swarm,
    SplittableRandom workers,
    SplittableRandom killable) {
  public static Randomness of(long seed) {
    SplittableRandom root = new SplittableRandom(seed);
    return new Randomness(
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split());
  }
}
