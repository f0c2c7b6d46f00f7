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
   * Nothing runs yet.
   *
   * @param others to compare with; the bare JVM is always there too
   * @param simulated the broadcast nodes that the simulator runs
   */
  public PerfRun(Program subject, List<Program> others, NodeFactory simulated, Limits limits) {
    this.subject = subject;
    this.others = List.copyOf(others);
    this.simulated = simulated;
    this.limits = limits;
  }

  /**
   * Measures everything on this thread. A program that fails is told of in the result.
   *
   * @param progress takes a line before each measure
   */
  public PerfResult run(Consumer<String> progress) throws InterruptedException {
    List<Figures> all = new ArrayList<>();
    Figures first = measure(subject, progress, Double.POSITIVE_INFINITY);
    all.add(first);
    // Side by side, latencies only say something at one rate, and a copier's own is far above it.
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
