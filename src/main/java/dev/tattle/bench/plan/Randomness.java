package dev.tattle.bench.plan;

import java.util.SplittableRandom;

/**
 * The randomness of one run: a generator for each concern, all from one seed. They are split in
 * this order for good, so that one more draw in one concern moves nothing in another.
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
