package dev.tattle;

import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.HistoryLines;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.PlainText;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Shrinker;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.verdict.Offenders;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of one simulated run: the verdict, why, and everything that led to it.
 *
 * <p>Thread rule: immutable, for all threads.
 */
public final class SimulationResult {
  private final Simulation simulation;
  private final Simulation.Trial trial;

  SimulationResult(Simulation simulation, Simulation.Trial trial) {
    this.simulation = simulation;
    this.trial = trial;
  }

  /** The seed that drew the run; {@link Simulator#run} repeats it. */
  public long seed() {
    return trial.options().seed();
  }

  /**
   * The verdict: {@link Verdict#UNKNOWN} if nothing is wrong, but some kind of operation never
   * succeeded because of faults.
   */
  public Verdict verdict() {
    return trial.results().verdict();
  }

  /** In one sentence why the run is not valid; empty if it is. */
  public String why() {
    return Summary.why(trial.results());
  }

  /**
   * What the checkers found: under {@code "workload"} the workload's own, and under {@code
   * "agreement"} whether all nodes showed the same at the end, if the workload asks for that.
   */
  public Map<String, Findings> findings() {
    return trial.results().parts();
  }

  /** All operations of clients, and the acts of faults, in order. */
  public List<Operation> history() {
    return trial.result().history();
  }

  /** The results as the bench writes them to {@code results.json}. */
  public Json.Obj json() {
    return trial.results().json();
  }

  /** How many messages nodes sent each other, for each operation of a client. */
  public double messagesPerOperation() {
    return Summary.messagesPerOperation(trial.results());
  }

  /**
   * What the bench prints of a run, without line breaks: figures, wrong operations, the verdict.
   */
  public List<String> summary() {
    List<String> lines = new ArrayList<>(Summary.lines(trial.results()));
    lines.add(Summary.line("faults", Summary.faults(trial.options())));
    String services = Summary.services(trial.options());
    if (!services.isEmpty()) {
      lines.add(Summary.line("services", services));
    }
    Offenders.lines(trial.results(), history(), nodes(), "findings() has all")
        .forEach(line -> lines.add(Summary.line("offending", line)));
    lines.add(Summary.verdict(trial.results()));
    return lines.stream().map(PlainText::line).toList();
  }

  /** Each operation and each fault in a line, without line breaks, in order of their begin. */
  public List<String> timeline() {
    return HistoryLines.of(history(), nodes()).stream().map(PlainText::line).toList();
  }

  /**
   * Makes an invalid run smaller, with fewer nodes, operations and faults, as long as it fails in
   * the same way. This takes up to a thousand runs.
   *
   * @return the run of the smallest case; empty if the run is not invalid, or if it does not fail
   *     when its operations and faults are played one by one
   */
  public Optional<SimulationResult> smallest() {
    if (verdict() != Verdict.INVALID) {
      return Optional.empty();
    }
    Failure failure = Failure.of(trial);
    return Shrinker.shrink(
            trial.options(),
            history(),
            options -> failure.equals(Failure.of(simulation.run(options, line -> {}))),
            (smallest, runs) -> true)
        .map(shrunk -> simulation.run(shrunk.smallest().options(), line -> {}))
        .map(run -> new SimulationResult(simulation, run));
  }

  /** The lines of {@link #summary}. */
  @Override
  public String toString() {
    return String.join("\n", summary());
  }

  private List<NodeId> nodes() {
    return trial.options().nodes();
  }
}
