package dev.tattle.bench.plan;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.services.Services;
import dev.tattle.bench.workload.KeyOptions;
import dev.tattle.bench.workload.LargeValues;
import dev.tattle.bench.workload.Setting;
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
 * The options of a test, however its nodes run.
 *
 * @param workload the name of one of {@link Workloads}
 * @param nodes at least one, with legal names, none twice
 * @param topology that broadcast tells its nodes
 * @param ratePerSecond of operations over all clients; 0 for none
 * @param timeLimit of the operations; final reads come after it
 * @param concurrency the number of clients, at least one
 * @param latency of messages that involve no client
 * @param faults that the nemesis injects, each with the mean time between two of its acts
 * @param staleReads whether seq-kv is always as stale as allowed, instead of at random
 * @param logSends whether every message is logged when it is sent
 * @param logReceives whether every message is logged when it is received
 * @param seed of all randomness
 * @param largeValues the fraction of a set's values that are 100 KB large
 * @param keys how keys are drawn, if the workload draws any
 * @param durable whether nodes keep on disk what they acknowledge, so that a kill excuses nothing
 * @param likeMaelstrom whether inboxes block and the first process is asked twice as often, so that
 *     figures are like Maelstrom's
 * @param plan what happens and when; null to draw it from the seed
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
    KeyOptions keys,
    boolean durable,
    boolean likeMaelstrom,
    @Nullable Plan plan) {
  // Log files and working directories use these names too.
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
        || (largeValues > 0 && !Workloads.of(workload).hasLargeValues())) {
      throw new IllegalArgumentException("no fraction, or a workload without values");
    }
    if (!durable && faults.keySet().stream().anyMatch(FaultKind::needsDisk)) {
      throw new IllegalArgumentException("faults of disks, and nodes without one");
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

  /**
   * Returns a builder for a test with one client a node, five operations a second for a minute, no
   * latency and no faults, all drawn from seed 0.
   */
  public static Builder builder(String workload, List<NodeId> nodes) {
    return new Builder(workload, nodes);
  }

  /** Returns a builder with these options. */
  public Builder toBuilder() {
    return new Builder(workload, nodes)
        .topology(topology)
        .ratePerSecond(ratePerSecond)
        .timeLimit(timeLimit)
        .concurrency(concurrency)
        .latency(latency)
        .faults(faults)
        .staleReads(staleReads)
        .logSends(logSends)
        .logReceives(logReceives)
        .seed(seed)
        .largeValues(largeValues)
        .keys(keys)
        .durable(durable)
        .likeMaelstrom(likeMaelstrom)
        .plan(plan);
  }

  /** The parameters that the workload needs. */
  public Setting setting() {
    return new Setting(nodes, topology, new LargeValues(largeValues), keys);
  }

  /** The nodes among which random choices are made. */
  public List<NodeId> drawnFor() {
    return plan == null ? nodes : plan.drawnFor();
  }

  /** True if Maelstrom has all of these faults. */
  public boolean hasMaelstromsFaults() {
    return plan == null && Set.of(FaultKind.PARTITION).containsAll(faults.keySet());
  }

  /**
   * True if the name consists of letters, digits, points and hyphens, and is not that of a client
   * or a service.
   */
  public static boolean isLegalName(NodeId node) {
    return LEGAL_NAME.matcher(node.name()).matches()
        && !Network.isClient(node)
        && !Services.NAMES.contains(node.name());
  }

  /** Collects options by name. Each method sets one option and returns the builder. */
  public static final class Builder {
    private final String workload;
    private List<NodeId> nodes;
    private Topology topology = Topology.GRID;
    private double ratePerSecond = 5;
    private Duration timeLimit = Duration.ofMinutes(1);
    private int concurrency;
    private Latency latency = new Latency(Latency.Distribution.CONSTANT, 0);
    private Map<FaultKind, Duration> faults = Map.of();
    private boolean staleReads;
    private boolean logSends;
    private boolean logReceives;
    private long seed;
    private double largeValues;
    private KeyOptions keys = KeyOptions.DEFAULT;
    private boolean durable;
    private boolean likeMaelstrom;
    private @Nullable Plan plan;

    private Builder(String workload, List<NodeId> nodes) {
      this.workload = workload;
      this.nodes = nodes;
      concurrency = nodes.size();
    }

    public Builder nodes(List<NodeId> other) {
      nodes = other;
      return this;
    }

    public Builder topology(Topology other) {
      topology = other;
      return this;
    }

    public Builder ratePerSecond(double other) {
      ratePerSecond = other;
      return this;
    }

    public Builder timeLimit(Duration other) {
      timeLimit = other;
      return this;
    }

    public Builder concurrency(int other) {
      concurrency = other;
      return this;
    }

    public Builder latency(Latency other) {
      latency = other;
      return this;
    }

    public Builder faults(Map<FaultKind, Duration> other) {
      faults = other;
      return this;
    }

    public Builder staleReads(boolean other) {
      staleReads = other;
      return this;
    }

    public Builder logSends(boolean other) {
      logSends = other;
      return this;
    }

    public Builder logReceives(boolean other) {
      logReceives = other;
      return this;
    }

    public Builder seed(long other) {
      seed = other;
      return this;
    }

    public Builder keys(KeyOptions other) {
      keys = other;
      return this;
    }

    public Builder largeValues(double other) {
      largeValues = other;
      return this;
    }

    public Builder durable(boolean other) {
      durable = other;
      return this;
    }

    public Builder likeMaelstrom(boolean other) {
      likeMaelstrom = other;
      return this;
    }

    public Builder plan(@Nullable Plan other) {
      plan = other;
      return this;
    }

    /**
     * Builds the options.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    public TestOptions build() {
      return new TestOptions(
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
          largeValues,
          keys,
          durable,
          likeMaelstrom,
          plan);
    }
  }
}
