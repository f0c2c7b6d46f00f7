package dev.tattle.bench;

import dev.tattle.bench.services.Services;
import dev.tattle.bench.workload.Topology;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a test is, whatever runs its nodes.
 *
 * @param workload one of {@link dev.tattle.bench.workload.Workloads#NAMES}
 * @param nodes at least one, with legal names, none twice
 * @param topology that broadcast tells its nodes
 * @param ratePerSecond of operations over all clients; 0 for none
 * @param timeLimit of the operations; final reads come after it
 * @param concurrency how many clients there are, at least one
 * @param latency of messages that involve no client
 * @param faults that the nemesis injects, each with the mean time between two of its acts
 * @param staleReads whether seq-kv is always as stale as it is allowed to be, and not at random
 * @param logSends whether every message is logged when it is sent
 * @param logReceives whether every message is logged when it is received
 * @param seed of all randomness
 * @param largeValues the fraction of a set's values that are 100 KB large
 * @param plan what happens and when, where that is not drawn from the seed; null where it is
 */
public record TestOptions(
    String workload,
    List<NodeId> nodes,
    Topology topology,
    double ratePerSecond,
    Duration timeLimit,
    int concurrency,
    Latency latency,
    Map<FaultKind, Duration> faults,
    boolean staleReads,
    boolean logSends,
    boolean logReceives,
    long seed,
    double largeValues,
    @Nullable Plan plan) {
  // Logs and working directories have these names too.
  private static final Pattern LEGAL_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  public TestOptions {
    nodes = List.copyOf(nodes);
    faults = Collections.unmodifiableMap(new TreeMap<>(faults));
    if (Set.copyOf(nodes).size() < nodes.size()) {
      throw new IllegalArgumentException("a node comes twice: " + nodes);
    }
    if (nodes.isEmpty() || concurrency < 1 || !(ratePerSecond >= 0)) {
      throw new IllegalArgumentException("no nodes, no clients, or a rate below 0");
    }
    if (!(largeValues >= 0 && largeValues <= 1)
        || (largeValues > 0 && !Workloads.hasValues(workload))) {
      throw new IllegalArgumentException("no fraction, or a workload without values");
    }
    if (plan != null
        && (!plan.drawnFor().containsAll(nodes)
            || plan.operations().stream().anyMatch(o -> o.worker() >= concurrency))) {
      throw new IllegalArgumentException("a plan for other nodes or more clients");
    }
    for (NodeId node : nodes) {
      if (!isLegalName(node)) {
        throw new IllegalArgumentException("a node can't be named " + node);
      }
    }
  }

  /** A test of which everything is drawn from the seed, with small values only. */
  public TestOptions(
      String workload,
      List<NodeId> nodes,
      Topology topology,
      double ratePerSecond,
      Duration timeLimit,
      int concurrency,
      Latency latency,
      Map<FaultKind, Duration> faults,
      boolean staleReads,
      boolean logSends,
      boolean logReceives,
      long seed) {
    this(
        workload,
        nodes,
        topology,
        ratePerSecond,
        timeLimit,
        concurrency,
        latency,
        faults,
        staleReads,
        logSends,
        logReceives,
        seed,
        0,
        null);
  }

  /** The nodes among which everything that is drawn is drawn. */
  List<NodeId> drawnFor() {
    return plan == null ? nodes : plan.drawnFor();
  }

  /** The same test with what happens as it is in this plan. */
  public TestOptions with(Plan other) {
    return with(faults, staleReads, largeValues, other);
  }

  /** The same test with other faults. */
  TestOptions with(Map<FaultKind, Duration> otherFaults, boolean hasStaleReads) {
    return with(otherFaults, hasStaleReads, largeValues, plan);
  }

  /** The same test with this fraction of large values. */
  public TestOptions withLargeValues(double fraction) {
    return with(faults, staleReads, fraction, plan);
  }

  private TestOptions with(
      Map<FaultKind, Duration> otherFaults,
      boolean hasStaleReads,
      double otherFraction,
      @Nullable Plan other) {
    return new TestOptions(
        workload,
        nodes,
        topology,
        ratePerSecond,
        timeLimit,
        concurrency,
        latency,
        otherFaults,
        hasStaleReads,
        logSends,
        logReceives,
        seed,
        otherFraction,
        other);
  }

  /** True for names of letters, digits, points, hyphens that no client or service has. */
  public static boolean isLegalName(NodeId node) {
    return LEGAL_NAME.matcher(node.name()).matches()
        && !Network.isClient(node)
        && !Services.NAMES.contains(node.name());
  }
}
