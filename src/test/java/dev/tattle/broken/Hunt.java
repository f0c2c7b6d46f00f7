package dev.tattle.broken;

import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Shrinker;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** Searches for a seed that fails, and shrinks it. */
final class Hunt {
  private Hunt() {}

  /** The upper bounds of a smallest case. */
  record Size(int nodes, int operations, int faults) {
    static Size of(Case smallest) {
      return new Size(
          smallest.nodes().size(),
          smallest.plan().operations().size(),
          smallest.plan().faults().size());
    }

    /** Reads {@code nodes operations faults}. */
    static Size parse(String text) {
      String[] parts = text.split(" ", -1);
      return new Size(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    boolean isWithin(Size bounds) {
      return nodes <= bounds.nodes && operations <= bounds.operations && faults <= bounds.faults;
    }
  }

  /** Finds the first seed from 0 on that fails. One of this many seeds must fail. */
  static Trial firstFailure(Simulation simulation, int seeds, LongFunction<TestOptions> options) {
    return firstFailure(simulation, 0, seeds, options, failure -> true);
  }

  /**
   * Finds the first seed that fails in a way that counts. One of this many seeds must fail.
   *
   * @param first the seed to begin with
   */
  static Trial firstFailure(
      Simulation simulation,
      int first,
      int seeds,
      LongFunction<TestOptions> options,
      Predicate<Failure> counts) {
    for (int seed = first; seed < first + seeds; seed++) {
      Trial trial = simulation.run(options.apply(seed), line -> {});
      if (trial.results().verdict() == Verdict.INVALID && counts.test(Failure.of(trial))) {
        return trial;
      }
    }
    throw new AssertionError(seeds + " seeds found nothing");
  }

  static Shrinker.Shrunk shrink(Simulation simulation, Trial found) {
    return shrink(simulation, found, Shrinker.MAX_RUNS);
  }

  /**
   * Shrinks a failing trial.
   *
   * @param patience how many runs it may take
   */
  static Shrinker.Shrunk shrink(Simulation simulation, Trial found, int patience) {
    Failure failure = Failure.of(found);
    return Shrinker.shrink(
            found.options(),
            found.result().history(),
            options -> failure.equals(Failure.of(simulation.run(options, line -> {}))),
            (smallest, runs) -> runs < patience)
        .orElseThrow();
  }
}
