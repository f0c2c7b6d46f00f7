package dev.tattle;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.workload.Topology;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Tests a node in this process, on virtual time: a simulated network carries its messages, clients
 * do the operations of a workload, faults are injected, and a checker judges what the clients saw.
 * A minute of the cluster takes some milliseconds. In a JUnit test:
 *
 * <pre>{@code
 * @Test
 * void keepsEveryElement() {
 *   Simulator.of("g-set", SetNode::new)
 *       .nodes(3)
 *       .faults(FaultKind.PARTITION, FaultKind.LOSS, FaultKind.DUPLICATE)
 *       .assertValid(50);
 * }
 * }</pre>
 *
 * <p>A simulator is immutable: each method that sets something returns a new one. The settings and
 * a seed decide everything that happens in a run, so a seed that fails fails again.
 *
 * <p>Thread rule: for all threads. A run uses only the thread that calls it.
 */
public final class Simulator {
  private static final int NODES = 5;

  /** The mean time between two acts of the rarest fault. */
  private static final Duration FAULT_INTERVAL = Duration.ofSeconds(10);

  private final Simulation simulation;
  private final TestOptions plain;
  private final Set<FaultKind> kinds;

  private Simulator(Simulation simulation, TestOptions plain, Set<FaultKind> kinds) {
    this.simulation = simulation;
    this.plain = plain;
    this.kinds = kinds;
  }

  /**
   * A test of five nodes, {@code n0} to {@code n4}: five operations a second for a minute, over a
   * network without latency, without faults. Nodes keep everything in memory.
   *
   * @param workload its name, such as {@code "broadcast"}: one of Tattle's, or one of your own that
   *     {@link Workload} describes
   * @param factory makes the nodes
   * @throws IllegalArgumentException if there is no such workload
   */
  public static Simulator of(String workload, NodeFactory factory) {
    String name = Workloads.of(workload).name();
    Simulation simulation = new Simulation(factory, AvailabilityChecker.NONE);
    TestOptions plain = TestOptions.builder(name, names(1)).build();
    return new Simulator(simulation, plain, Set.of()).nodes(NODES);
  }

  /**
   * So many nodes, named {@code n0}, {@code n1} and so on, and one client for each. Workloads whose
   * clients work in groups get the next multiple of a group.
   *
   * @throws IllegalArgumentException if the count is less than 1
   */
  public Simulator nodes(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("nodes: expected at least 1, but it is " + count);
    }
    int group = workload().clientsInAGroup(count);
    int clients = (count + group - 1) / group * group;
    return with(plain.toBuilder().nodes(names(count)).concurrency(clients));
  }

  /**
   * So many operations a second, on average, over all clients.
   *
   * @throws IllegalArgumentException if it is less than 0
   */
  public Simulator rate(double perSecond) {
    if (!(perSecond >= 0)) {
      throw new IllegalArgumentException("rate: expected 0 or more, but it is " + perSecond);
    }
    return with(plain.toBuilder().ratePerSecond(perSecond));
  }

  /**
   * For so long operations begin. All faults stop then, and the final reads follow.
   *
   * @throws IllegalArgumentException if it is not more than 0
   */
  public Simulator time(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("time: expected more than 0, but it is " + limit);
    }
    return with(plain.toBuilder().timeLimit(limit));
  }

  /**
   * Messages between nodes take so long on average: many take less, and a few much longer, so they
   * overtake each other.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Simulator latency(Duration mean) {
    if (mean.isNegative()) {
      throw new IllegalArgumentException("latency: expected 0 or more, but it is " + mean);
    }
    double millis = mean.toNanos() / 1e6;
    return with(plain.toBuilder().latency(new Latency(Latency.Distribution.EXPONENTIAL, millis)));
  }

  /** Tells the nodes of a broadcast these neighbours; a grid otherwise. */
  public Simulator topology(Topology topology) {
    return with(plain.toBuilder().topology(topology));
  }

  /**
   * Nodes have a simulated disk, which survives a kill. The checker then excuses nothing that a
   * kill destroyed.
   */
  public Simulator durable() {
    return with(plain.toBuilder().durable(true));
  }

  /**
   * Faults to choose from. Each seed draws about half of them, each at a frequency of its own, from
   * twice a second to every ten seconds. This finds more than all faults at once.
   *
   * @throws IllegalArgumentException if a fault needs a disk, and {@link #durable} was not called
   *     before
   */
  public Simulator faults(FaultKind... choice) {
    for (FaultKind kind : choice) {
      if (kind.needsDisk() && !plain.durable()) {
        throw new IllegalArgumentException(
            "faults: " + kind + " needs nodes with a disk; call durable() first");
      }
    }
    return choosingFrom(List.of(choice));
  }

  /** Every fault that the workload's nodes must survive, to choose from as with {@link #faults}. */
  public Simulator allFaults() {
    return choosingFrom(workload().survives(plain.durable()));
  }

  private Simulator choosingFrom(Collection<FaultKind> choice) {
    return new Simulator(simulation, plain, Set.copyOf(choice));
  }

  /** Runs the test that this seed draws. The same seed gives the same run. */
  public SimulationResult run(long seed) {
    TestOptions drawn = Swarm.choose(plain.toBuilder().seed(seed).build(), kinds, FAULT_INTERVAL);
    return new SimulationResult(simulation, simulation.run(drawn, line -> {}));
  }

  /** Runs the seeds 0, 1, 2 and so on; the result of the first one that is invalid. */
  public Optional<SimulationResult> firstInvalid(int seeds) {
    return IntStream.range(0, seeds)
        .mapToObj(this::run)
        .filter(result -> result.verdict() == Verdict.INVALID)
        .findFirst();
  }

  /**
   * Runs the seeds 0, 1, 2 and so on, until one is invalid.
   *
   * @param seeds how many, at least 1
   * @throws AssertionError if a seed is invalid: its message says how to replay the seed, and has
   *     the reason and the wrong operations. Also if no seed is valid, because no operation ever
   *     succeeded
   */
  public void assertValid(int seeds) {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds: expected at least 1, but it is " + seeds);
    }
    List<SimulationResult> unknown = new ArrayList<>();
    for (long seed = 0; seed < seeds; seed++) {
      SimulationResult result = run(seed);
      switch (result.verdict()) {
        case INVALID -> throw new AssertionError(replay(seed, seeds) + "\n" + result);
        case UNKNOWN -> unknown.add(result);
        case VALID -> {}
      }
    }
    if (unknown.size() == seeds) {
      throw new AssertionError("no seed is valid; the first:\n" + unknown.get(0));
    }
  }

  /** A node may be a lambda, so no command line can name it. The same simulator can replay it. */
  private static String replay(long seed, int seeds) {
    return ("seed %d is invalid; to replay it, call run(%d) instead of assertValid(%d), and"
            + " smallest() on its result to shrink it")
        .formatted(seed, seed, seeds);
  }

  private Workload workload() {
    return Workloads.of(plain.workload());
  }

  private Simulator with(TestOptions.Builder options) {
    return new Simulator(simulation, options.build(), kinds);
  }

  private static List<NodeId> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("n" + i)).toList();
  }
}
