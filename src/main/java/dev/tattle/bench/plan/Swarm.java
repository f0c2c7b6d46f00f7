package dev.tattle.bench.plan;

import dev.tattle.bench.history.FaultKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Chooses for each seed which faults occur, and how often. Runs with all faults at once hide errors
 * that runs with few faults show, and the other way round.
 *
 * <p>Source: Groce and others, "Swarm Testing", ISSTA 2012.
 */
public final class Swarm {
  private static final double MOST_OFTEN = 0.05;

  private Swarm() {}

  /**
   * Adds faults to these options, by their seed.
   *
   * @param kinds to choose from
   * @param interval the mean time between two acts of the rarest fault
   * @return options with about half of the kinds, each at its own frequency; for half of all seeds,
   *     seq-kv is as stale as possible
   */
  public static TestOptions choose(TestOptions options, Set<FaultKind> kinds, Duration interval) {
    SplittableRandom random = Randomness.of(options.seed()).swarm();
    Map<FaultKind, Duration> faults = new EnumMap<>(FaultKind.class);
    for (FaultKind kind : FaultKind.values()) {
      if (!kind.needsDisk()) {
        draw(kind, kinds, interval, random).ifPresent(mean -> faults.put(kind, mean));
      }
    }
    boolean staleReads = random.nextBoolean();
    // Draws for disks come last, so that a disk changes nothing else.
    for (FaultKind kind : FaultKind.values()) {
      if (kind.needsDisk() && options.durable()) {
        draw(kind, kinds, interval, random).ifPresent(mean -> faults.put(kind, mean));
      }
    }
    return options.toBuilder().faults(faults).staleReads(staleReads).build();
  }

  private static Optional<Duration> draw(
      FaultKind kind, Set<FaultKind> kinds, Duration interval, SplittableRandom random) {
    boolean isOn = random.nextBoolean();
    // Uniform in the logarithm: as many seeds have it every half second as every five.
    double share = Math.pow(MOST_OFTEN, random.nextDouble());
    return isOn && kinds.contains(kind)
        ? Optional.of(Duration.ofNanos((long) (interval.toNanos() * share)))
        : Optional.empty();
  }
}
