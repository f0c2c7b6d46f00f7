package dev.tattle.perf;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The speed of simulated runs: broadcast, 25 nodes, latency 100 ms, 20 s of 100 operations a
 * second, no faults. Each run includes its judgement, on one thread.
 *
 * @param runMillis the median time of a run, once the simulator is warm
 * @param secondsPerSecond the seconds of virtual time per second, over all those runs
 * @param isValid whether all runs were valid; otherwise the figures have no meaning
 */
public record SimulationSpeed(double runMillis, double secondsPerSecond, boolean isValid) {
  private static final int NODES = 25;
  private static final int LATENCY_MILLIS = 100;
  private static final double RATE = 100;
  private static final Duration OPERATIONS = Duration.ofSeconds(20);

  /** Runs these nodes, each run from another seed: this long to warm up, and then as long again. */
  static SimulationSpeed measure(NodeFactory factory, Duration time) {
    Simulation simulation = new Simulation(factory, AvailabilityChecker.TOTAL);
    Runs warmUp = new Runs(simulation, 0);
    warmUp.runFor(time);
    Runs measured = new Runs(simulation, warmUp.nextSeed);
    measured.runFor(time);
    long[] nanos = measured.nanos.build().toArray();
    return new SimulationSpeed(
        new Quantiles(nanos).at(500) / 1e6,
        (double) measured.virtualNanos / LongStream.of(nanos).sum(),
        warmUp.areValid && measured.areValid);
  }

  /** Makes runs until a time is over, at least one. */
  private static final class Runs {
    private final Simulation simulation;
    private final LongStream.Builder nanos = LongStream.builder();
    private long nextSeed;
    private long virtualNanos;
    private boolean areValid = true;

    Runs(Simulation simulation, long firstSeed) {
      this.simulation = simulation;
      nextSeed = firstSeed;
    }

    void runFor(Duration time) {
      long beganNanos = System.nanoTime();
      do {
        runOnce();
      } while (System.nanoTime() - beganNanos < time.toNanos());
    }

    private void runOnce() {
      long beganNanos = System.nanoTime();
      Simulation.Trial trial = simulation.run(options(nextSeed++), line -> {});
      nanos.add(System.nanoTime() - beganNanos);
      var history = trial.result().history();
      virtualNanos += history.get(history.size() - 1).timeNanos();
      areValid &= trial.results().verdict() == Verdict.VALID;
    }
  }

  private static TestOptions options(long seed) {
    List<NodeId> nodes = IntStream.range(0, NODES).mapToObj(i -> new NodeId("n" + i)).toList();
    return TestOptions.builder("broadcast", nodes)
        .ratePerSecond(RATE)
        .timeLimit(OPERATIONS)
        .concurrency(NODES)
        .latency(new Latency(Latency.Distribution.CONSTANT, LATENCY_MILLIS))
        .seed(seed)
        .build();
  }

  /** Formats a line for people. */
  String line() {
    return isValid
        ? String.format(
            Locale.ROOT,
            "simulator: %.1f ms a run (broadcast, 25 nodes, 20 s), %,.0f simulated seconds a second",
            runMillis,
            secondsPerSecond)
        : "simulator: a run was not valid, so its figures say nothing";
  }

  Json json() {
    return Json.object(
        "run-p50-ms", Figures.number(OptionalDouble.of(runMillis)),
        "simulated-s-per-s", Figures.number(OptionalDouble.of(secondsPerSecond)),
        "valid?", Json.of(isValid));
  }
}
