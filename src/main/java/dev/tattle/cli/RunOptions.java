package dev.tattle.cli;

import dev.tattle.bench.FaultKind;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is run: what {@code test} and {@code sim} share. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--node-count", description = "nodes n0, n1, …; overrides --nodes")
  private int nodeCount;

  @Option(names = "--nodes", split = ",", description = "names of nodes (n1,n2,n3,n4,n5)")
  private List<String> nodeNames = List.of("n1", "n2", "n3", "n4", "n5");

  @Option(names = "--rate", description = "operations a second over all clients (5)")
  private double rate = 5;

  @Option(names = "--time-limit", description = "seconds of operations (60)")
  private double timeLimitSeconds = 60;

  @Option(names = "--concurrency", description = "clients; 4n is four a node (1n)")
  private String concurrency = "1n";

  @Option(names = "--latency", description = "mean latency between servers in ms (0)")
  private double latencyMillis;

  @Option(names = "--latency-dist", description = "constant, uniform or exponential (constant)")
  private Latency.Distribution latencyDistribution = Latency.Distribution.CONSTANT;

  @Option(names = "--nemesis-interval", description = "mean seconds between faults (10)")
  private double nemesisIntervalSeconds = 10;

  @Option(
      names = "--topology",
      description = "told to broadcast: grid, line, total, tree, tree2, tree3, tree4 (grid)")
  private Topology topology = Topology.GRID;

  @Option(names = "--log-net-send", description = "show messages when they are sent")
  private boolean logNetSend;

  @Option(names = "--log-net-recv", description = "show messages when they are received")
  private boolean logNetRecv;

  /** The options of a run with these faults, and seq-kv as Maelstrom has it. */
  TestOptions forRun(String workload, Map<FaultKind, Duration> faults, long seed) {
    List<NodeId> nodes = nodes();
    require(rate >= 0, "--rate: expected at least 0");
    require(timeLimitSeconds > 0, "--time-limit: expected more than 0 seconds");
    require(latencyMillis >= 0, "--latency: expected at least 0 ms");
    return new TestOptions(
        workload,
        nodes,
        topology,
        rate,
        seconds(timeLimitSeconds),
        clients(nodes.size()),
        new Latency(latencyDistribution, latencyMillis),
        faults,
        false,
        logNetSend,
        logNetRecv,
        seed);
  }

  /** The mean time between two acts of a fault. */
  Duration nemesisInterval() {
    require(nemesisIntervalSeconds > 0, "--nemesis-interval: expected more than 0 seconds");
    return seconds(nemesisIntervalSeconds);
  }

  /** The kind of this name. */
  FaultKind faultKind(String name) {
    return FaultKind.named(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "expected a fault, but there is none called '" + name + "'"));
  }

  void require(boolean isTrue, String expectation) {
    if (!isTrue) {
      throw new ParameterException(spec.commandLine(), expectation);
    }
  }

  private List<NodeId> nodes() {
    require(nodeCount >= 0, "--node-count: expected at least 1");
    List<NodeId> nodes =
        nodeCount > 0
            ? IntStream.range(0, nodeCount).mapToObj(i -> new NodeId("n" + i)).toList()
            : nodeNames.stream().filter(name -> !name.isEmpty()).map(NodeId::new).toList();
    require(!nodes.isEmpty(), "--nodes: expected at least one name");
    require(nodes.stream().distinct().count() == nodes.size(), "--nodes: a name comes twice");
    for (NodeId node : nodes) {
      require(
          TestOptions.isLegalName(node),
          "--nodes: '" + node + "' is the name of a client or service, or has odd characters");
    }
    return nodes;
  }

  private int clients(int nodes) {
    boolean isPerNode = concurrency.endsWith("n");
    String number = isPerNode ? concurrency.substring(0, concurrency.length() - 1) : concurrency;
    try {
      int count = Math.multiplyExact(Integer.parseInt(number), isPerNode ? nodes : 1);
      require(count > 0, "--concurrency: expected at least one client");
      return count;
    } catch (NumberFormatException | ArithmeticException e) {
      String expected = "--concurrency: expected a number, or a number and n, not " + concurrency;
      throw new ParameterException(spec.commandLine(), expected, e);
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
