package dev.tattle.perf;

import dev.tattle.core.NodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures programs, one after the other, and the simulator. */
public final class PerfRun {
  private final Program subject;
  private final List<Program> others;
  private final NodeFactory simulated;
  private final Limits limits;

  /**
   * Makes a measurement that has not started.
   *
   * @param others to compare with, besides the bare JVM
   * @param simulated the broadcast nodes for the simulator
   */
  public PerfRun(Program subject, List<Program> others, NodeFactory simulated, Limits limits) {
    this.subject = subject;
    this.others = List.copyOf(others);
    this.simulated = simulated;
    this.limits = limits;
  }

  /**
   * Measures everything on this thread. The result says which program failed.
   *
   * @param progress takes a line before each measurement
   */
  public PerfResult run(Consumer<String> progress) throws InterruptedException {
    List<Figures> all = new ArrayList<>();
    Figures first = measure(subject, progress, Double.POSITIVE_INFINITY);
    all.add(first);
    // Latencies are comparable only at equal rates, and the copier's own rate is far higher.
    double rate = first.of(Metric.LATENCY_RATE).orElse(Double.POSITIVE_INFINITY);
    all.add(measure(Program.lineCopier(), progress, rate));
    for (Program other : others) {
      all.add(measure(other, progress, Double.POSITIVE_INFINITY));
    }
    progress.accept("measuring the simulator");
    return new PerfResult(
        limits,
        PerfResult.machine(System.getProperties(), Runtime.getRuntime().availableProcessors()),
        all,
        SimulationSpeed.measure(simulated, limits.simulation()));
  }

  private Figures measure(Program program, Consumer<String> progress, double mostPerSecond)
      throws InterruptedException {
    return new ProgramMeasures(program, limits, new Memory(Path.of("/proc")), progress)
        .take(mostPerSecond);
  }
}
