package dev.tattle.cli;

import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeFactory;
import dev.tattle.nodes.Consistency;
import dev.tattle.nodes.LatencyBudget;
import dev.tattle.nodes.NodeSettings;
import dev.tattle.nodes.Nodes;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which nodes {@code sim} runs, and what they are told. */
final class SimulatedNodes {
  @Option(
      names = "--node",
      order = -30,
      completionCandidates = Candidates.NodeNames.class,
      paramLabel = "NAME",
      description =
          "node to simulate: the name of a workload, auto, or the full name of a class of yours"
              + " (default: that of -w)")
  private @Nullable String node;

  @Option(
      names = "--latency-budget",
      order = -29,
      completionCandidates = Candidates.BudgetNames.class,
      paramLabel = "TIME",
      description =
          "how long a node may hold a value back to send it with others: fast, default, frugal, or"
              + " a time such as 240ms")
  private LatencyBudget latencyBudget = LatencyBudget.DEFAULT;

  @Option(
      names = "--consistency",
      order = -29,
      paramLabel = "MODEL",
      description = "registers: causal or strict-serializable (default: causal)")
  private @Nullable Consistency consistency;

  /**
   * Creates the nodes that were asked for, or else those of the workload; empty if there are none
   * of that name.
   *
   * @throws IllegalArgumentException if the name is a class that is no node
   */
  Optional<NodeFactory> factory(String workload) {
    String name = name(workload);
    return Optional.ofNullable(Workloads.of(workload).nodes().get(name))
        .or(() -> Nodes.factory(name, NodeSettings.DEFAULT.with(latencyBudget).with(consistency)))
        .or(() -> NodeClass.named(name));
  }

  /** The nodes and what they are told, in words. */
  String program(String workload) {
    Duration budget = latencyBudget.duration();
    return name(workload)
        + (budget == null ? "" : " --latency-budget " + budget.toMillis() + "ms")
        + (consistency == null ? "" : " --consistency " + consistency.label());
  }

  /** The name of the nodes that were asked for, or of the usual ones. */
  String name(String workload) {
    return node == null ? workload : node;
  }
}
