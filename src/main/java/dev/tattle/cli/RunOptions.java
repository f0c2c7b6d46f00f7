package dev.tattle.cli;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.Seed;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.KeyOptions;
import dev.tattle.bench.workload.Topology;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is run: what {@code test} and {@code sim} share. */
final class RunOptions {
  /** More seconds, and their nanoseconds would not fit. */
  private static final double MAX_SECONDS = 1e9;

  private static final List<String> DEFAULT_NAMES = List.of("n1", "n2", "n3", "n4", "n5");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--node-count",
      order = -28,
      paramLabel = "N",
      description = "number of nodes, named n0, n1, ...; overrides --nodes")
  private @Nullable Integer nodeCount;

  @Option(
      names = "--nodes",
      order = -27,
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "NAME",
      description = "names of the nodes (default: n1 to n5)")
  private List<String> nodeNames = List.of();

  private List<String> firstNames = List.of();
  private List<String> lastNames = List.of();

  @Option(
      names = "--time-limit",
      order = -26,
      paramLabel = "SECONDS",
      description = "how long clients start operations (default: 60)")
  private double timeLimitSeconds = 60;

  @Option(
      names = "--rate",
      order = -25,
      paramLabel = "HZ",
      description = "operations per second, all clients together (default: 5)")
  private double rate = 5;

  @Option(
      names = "--concurrency",
      order = -24,
      paramLabel = "N",
      description =
          "number of clients; 4n means four per node (default: 1n, or what the workload needs)")
  private @Nullable String concurrency;

  @Option(
      names = "--latency",
      order = -23,
      paramLabel = "MS",
      description = "mean latency between servers in milliseconds (default: 0)")
  private double latencyMillis;

  @Option(
      names = "--latency-dist",
      order = -22,
      paramLabel = "NAME",
      description =
          "how latency varies: constant, uniform, exponential, or link, which gives each link a"
              + " latency of its own (default: constant)")
  private Latency.Distribution latencyDistribution = Latency.Distribution.CONSTANT;

  @Option(
      names = "--nemesis-interval",
      order = -20,
      paramLabel = "SECONDS",
      description = "mean time between two changes of a fault (default: 10)")
  private double nemesisIntervalSeconds = 10;

  @Option(
      names = "--topology",
      order = -19,
      paramLabel = "NAME",
      description =
          "topology that broadcast nodes are told: grid, line, total, tree, tree2, tree3 or tree4"
              + " (default: grid)")
  private Topology topology = Topology.GRID;

  @Option(
      names = "--large-values",
      order = -18,
      paramLabel = "FRACTION",
      description = "broadcast, g-set: share of values that are 100 KB strings (default: 0)")
  private double largeValues;

  @Mixin private final DrawnKeys keys = new DrawnKeys();

  @Option(
      names = "--seed",
      order = -18,
      paramLabel = "N",
      description = "seed of the first run; each further run adds 1 (default: random)")
  private @Nullable String seed;

  @Option(
      names = "--like-maelstrom",
      order = -8,
      description =
          "imitate Maelstrom's blocking inboxes and its busier first client, so that figures can"
              + " be compared with Maelstrom's")
  private boolean likeMaelstrom;

  @Option(names = "--log-net-send", order = -7, description = "print each message when it is sent")
  private boolean logNetSend;

  @Option(names = "--log-net-recv", order = -6, description = "print each message when it arrives")
  private boolean logNetRecv;

  /** The options of a run with these faults, and seq-kv as Maelstrom has it. */
  TestOptions forRun(Workload workload, Map<FaultKind, Duration> faults, long seed) {
    List<NodeId> nodes = nodes();
    require(rate == 0 || rate >= 1 / MAX_SECONDS, "--rate: expected 0, or 1e-9 and more");
    requireSeconds(timeLimitSeconds, "--time-limit");
    require(
        latencyMillis >= 0 && latencyMillis <= MAX_SECONDS, "--latency: expected 0 ms to 1e9 ms");
    require(largeValues >= 0 && largeValues <= 1, "--large-values: expected 0 to 1");
    require(
        largeValues == 0 || workload.hasLargeValues(),
        "--large-values: only "
            + withLargeValues().collect(joining(" and "))
            + " have values that can be large");
    TestOptions options =
        TestOptions.builder(workload.name(), nodes)
            .topology(topology)
            .ratePerSecond(rate)
            .timeLimit(seconds(timeLimitSeconds))
            .concurrency(clients(workload, nodes.size()))
            .latency(new Latency(latencyDistribution, latencyMillis))
            .faults(faults)
            .likeMaelstrom(likeMaelstrom)
            .logSends(logNetSend)
            .logReceives(logNetRecv)
            .seed(seed)
            .build();
    return options.toBuilder().largeValues(largeValues).keys(drawnKeys()).build();
  }

  private KeyOptions drawnKeys() {
    try {
      return keys.options();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Stream<String> withLargeValues() {
    return Workloads.all().stream().filter(Workload::hasLargeValues).map(Workload::name);
  }

  /** The seed of the first run; short, where nobody asked for one, because people copy it. */
  long firstSeed() {
    if (seed == null) {
      return new SplittableRandom().nextLong(1L << 31);
    }
    try {
      return Seed.parse(seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--seed: " + e.getMessage(), e);
    }
  }

  /** Names nodes that stand before and after those of {@code --nodes}. */
  void nameNodes(List<String> first, List<String> last) {
    firstNames = first;
    lastNames = last;
  }

  boolean logsMessages() {
    return logNetSend || logNetRecv;
  }

  /** The mean time between two acts of a fault. */
  Duration nemesisInterval() {
    requireSeconds(nemesisIntervalSeconds, "--nemesis-interval");
    return seconds(nemesisIntervalSeconds);
  }

  /** The kind of this name, which was given to an option that offers these kinds. */
  FaultKind faultKind(String option, String name, Predicate<FaultKind> offered) {
    return FaultKind.named(name.strip())
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "%s: there is no fault '%s'; there are %s"
                        .formatted(option, name.strip(), FaultKind.names(offered))));
  }

  void require(boolean isTrue, String expectation) {
    if (!isTrue) {
      throw new ParameterException(spec.commandLine(), expectation);
    }
  }

  private List<NodeId> nodes() {
    require(nodeCount == null || nodeCount > 0, "--node-count: expected at least 1");
    List<String> names = new ArrayList<>(firstNames);
    names.addAll(
        nodeCount == null
            ? nodeNames
            : IntStream.range(0, nodeCount).mapToObj(i -> "n" + i).toList());
    names.addAll(lastNames);
    List<NodeId> nodes =
        (names.isEmpty() ? DEFAULT_NAMES : names)
            .stream().map(String::strip).filter(n -> !n.isEmpty()).map(NodeId::new).toList();
    require(!nodes.isEmpty(), "--nodes: expected at least one name");
    require(nodes.stream().distinct().count() == nodes.size(), "--nodes: a name occurs twice");
    for (NodeId node : nodes) {
      require(
          TestOptions.isLegalName(node),
          "--nodes: '"
              + node
              + "' is the name of a client or service, or has characters that are not allowed");
    }
    return nodes;
  }

  private int clients(Workload workload, int nodes) {
    int group = workload.clientsInAGroup(nodes);
    int clients = concurrency == null ? Math.max(nodes, group) : clients(concurrency, nodes);
    require(
        clients % group == 0,
        "--concurrency: expected a multiple of %d for %s on %d nodes, such as %d"
            .formatted(group, workload.name(), nodes, (clients / group + 1) * group));
    return clients;
  }

  private int clients(String concurrency, int nodes) {
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

  private void requireSeconds(double seconds, String option) {
    require(
        seconds > 0 && seconds <= MAX_SECONDS,
        option + ": expected more than 0 seconds and at most 1e9");
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
