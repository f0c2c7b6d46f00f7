package dev.tattle.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Shrinker;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.broken.MutantRaft.Change;
import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.nodes.WanderingCluster;
import dev.tattle.sim.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Simulation of lin-kv finds Rafts with one fault each, and shrinks what it finds. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenRaftsIT {
  private static final Duration TIME = Duration.ofSeconds(10);

  /** The nodes, their settings and the faults around them, chosen so that a kind of error shows. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the sets.
  enum World {
    /** All faults except those of clocks and disks. */
    USUAL(3, 60, 20, 2_000, 300, EnumSet.range(FaultKind.PARTITION, FaultKind.PAUSE)),

    /** Elections take longer than the timeout, so there are many. Messages arrive late. */
    ELECTIONS(5, 5, 100, 1_000, 60, EnumSet.of(FaultKind.KILL, FaultKind.SLOW, FaultKind.LOSS)),

    /** Messages arrive out of order and twice. */
    DISORDER(
        3,
        60,
        20,
        1_000,
        60,
        EnumSet.of(FaultKind.SLOW, FaultKind.DUPLICATE, FaultKind.KILL, FaultKind.PARTITION)),

    /** A leader's clock is slow, so it still leads after the others have replaced it. */
    CLOCKS(3, 100, 20, 1_000, 60, EnumSet.of(FaultKind.SKEW, FaultKind.PARTITION, FaultKind.PAUSE)),

    /** Leaders come and go, and send one entry at a time: the paper's figure 8. */
    FIGURE_8(3, 100, 5, 500, 30, EnumSet.of(FaultKind.LINKS, FaultKind.PARTITION, FaultKind.LOSS)),

    /** Records reach the disk late, and nodes crash before they do. */
    DISKS(3, 100, 20, 2_000, 300, EnumSet.of(FaultKind.KILL, FaultKind.SLOW_DISK)),

    /** One node does not hear the others, and they hear it. */
    ONE_WAY(3, 20, 100, 4_000, 300, EnumSet.of(FaultKind.ONE_WAY)),

    /** The members change all the time, while nodes are cut off from each other. */
    WANDERING(
        6, 30, 20, 1_000, 300, EnumSet.of(FaultKind.PARTITION, FaultKind.LINKS, FaultKind.LOSS));

    private final int nodes;
    private final double rate;
    private final int latencyMillis;
    private final int intervalMillis;
    private final int electionMillis;
    private final Set<FaultKind> kinds;

    World(
        int nodes,
        double rate,
        int latencyMillis,
        int intervalMillis,
        int electionMillis,
        Set<FaultKind> kinds) {
      this.nodes = nodes;
      this.rate = rate;
      this.latencyMillis = latencyMillis;
      this.intervalMillis = intervalMillis;
      this.electionMillis = electionMillis;
      this.kinds = kinds;
    }

    TestOptions options(long seed) {
      List<NodeId> ids = IntStream.range(0, nodes).mapToObj(i -> new NodeId("n" + i)).toList();
      TestOptions plain =
          TestOptions.builder("lin-kv", ids)
              .ratePerSecond(rate)
              .timeLimit(TIME)
              .concurrency(2 * nodes)
              .latency(new Latency(Latency.Distribution.EXPONENTIAL, latencyMillis))
              .seed(seed)
              .durable(true)
              .build();
      return Swarm.choose(plain, kinds, Duration.ofMillis(intervalMillis));
    }

    private int entriesBeforeSnapshot() {
      return this == USUAL || this == FIGURE_8 ? 10 : 1_000;
    }

    NodeFactory nodes(BrokenRaft raft, Path directory) {
      if (this == WANDERING) {
        return raft.factory(directory, WanderingCluster.class);
      }
      return raft.factory(
          directory,
          LinKvCluster.class,
          entriesBeforeSnapshot(),
          electionMillis,
          this == FIGURE_8 ? 1 : 1_000);
    }
  }

  /** Wraps nodes as {@link HastyNode}s. Whatever the nodes of a cluster share stays shared. */
  private record HastyCluster(NodeFactory good) implements NodeFactory {
    @Override
    public NodeFactory ofOneCluster() {
      return new HastyCluster(good.ofOneCluster());
    }

    @Override
    public Node create(Environment environment) {
      return new HastyNode(good, environment);
    }
  }

  /** Where the changed classes are compiled. */
  @TempDir private Path directory;

  /**
   * The bounds are loose, so that unrelated changes of the core do not break the test. EVIDENCE.md
   * has the measured figures.
   *
   * @param first the first seed to try, near a seed that finds the fault if the fault is rare
   * @param symptom a pattern for one of the symptoms of the seed that finds it
   * @param size bounds of the smallest case: nodes, operations, faults
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "TRUNCATES_ALWAYS, DISORDER, 0, 20, died|workload, 3 200 30",
    "LEADER_READS_AT_ONCE, CLOCKS, 0, 60, workload, 3 320 55",
    "COMMITS_EARLIER_TERM, FIGURE_8, 550, 150, Witness, 3 1500 400",
    "SNAPSHOT_LOSES_WHAT_FOLLOWS, USUAL, 0, 20, Witness, 3 90 15",
    "VOTE_NOT_KEPT, ELECTIONS, 0, 60, Witness, 5 20 40",
    "VOTES_TWICE, USUAL, 0, 20, Raft.keepTerm|Witness, 3 10 10",
    "TERM_NOT_KEPT, USUAL, 0, 60, Witness, 3 30 20",
    "LOG_NOT_KEPT, USUAL, 0, 40, Witness, 3 15 15",
    "OLD_LOG_IS_ELECTED, USUAL, 0, 20, Witness, 3 130 20",
    "HALF_IS_A_MAJORITY, USUAL, 0, 10, Witness, 3 10 10",
    "COMMITS_BEFORE_MAJORITY, USUAL, 0, 100, Leadership|Witness, 3 150 30",
    "APPLIES_BEFORE_COMMIT, USUAL, 0, 40, workload|Witness, 3 90 20",
    "COMMITS_WHAT_IT_HAS, USUAL, 0, 60, Witness, 3 170 35",
    "FOLLOWER_COMMITS_WHAT_IT_HAS, USUAL, 60, 60, Witness, 3 70 45",
    "READS_BEFORE_FIRST_ENTRY, USUAL, 20, 60, workload, 3 140 20",
    "FOLLOWER_READS_AT_ONCE, USUAL, 0, 10, workload, 3 15 5",
    "CARRIES_OUT_TWICE, USUAL, 0, 40, workload, 3 60 15",
    "SNAPSHOT_LOSES_SESSIONS, USUAL, 80, 120, workload, 3 170 20",
    "TWO_CHANGES_AT_ONCE, WANDERING, 0, 100, Leadership|Witness, 6 300 40"
  })
  void brokenRaftIsFoundAndShrunk(
      BrokenRaft raft, World world, int first, int seeds, String symptom, String size) {
    isFoundAndShrunk(world.nodes(raft, directory), world, first, seeds, symptom, size);
  }

  /** The node is right except for the order in which it writes. */
  @Test
  void raftThatAnswersBeforeItsDiskHasItIsFound() {
    NodeFactory hasty = new HastyCluster(World.DISKS.nodes(BrokenRaft.RIGHT, directory));
    isFoundAndShrunk(hasty, World.DISKS, 40, 60, "Witness", "3 320 25");
  }

  private static void isFoundAndShrunk(
      NodeFactory nodes, World world, int first, int seeds, String symptom, String size) {
    Simulation simulation = new Simulation(nodes, AvailabilityChecker.NONE);
    Predicate<String> isTheFault = Pattern.compile(symptom).asPredicate();
    Trial found =
        Hunt.firstFailure(
            simulation,
            first,
            seeds,
            world::options,
            failure -> failure.symptoms().stream().anyMatch(isTheFault));
    // What shows figure 8 stays large, however long it is shrunk.
    int patience = world == World.FIGURE_8 ? 50 : Shrinker.MAX_RUNS;
    Case smallest = Hunt.shrink(simulation, found, patience).smallest();
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(Hunt.Size.parse(size)), "at most " + size);
  }

  /**
   * It loses nothing, but a node that does not hear the others deposes each leader that they elect.
   */
  @Test
  void raftWithoutPreVoteHoldsManyMoreElections() {
    long needed = elections(BrokenRaft.RIGHT);
    assertThat(elections(BrokenRaft.NO_PRE_VOTE)).isGreaterThan(needed + needed / 2);
  }

  /** Counts the elections in twenty runs, without the first of each. */
  private long elections(BrokenRaft raft) {
    NodeFactory nodes = World.ONE_WAY.nodes(raft, directory);
    long elections = 0;
    for (int seed = 0; seed < 20; seed++) {
      CountedTerms counted = new CountedTerms(nodes.ofOneCluster());
      new Simulation(counted, AvailabilityChecker.NONE).run(World.ONE_WAY.options(seed), l -> {});
      elections += counted.latest() - 1;
    }
    return elections;
  }

  /** Shows that the checker finds the fault, and not an error of the Raft around it. */
  @ParameterizedTest
  @EnumSource
  void rightRaftPasses(World world) {
    Simulation simulation =
        new Simulation(world.nodes(BrokenRaft.RIGHT, directory), AvailabilityChecker.NONE);
    for (int seed = 0; seed < 8; seed++) {
      Trial trial = simulation.run(world.options(seed), line -> {});
      assertThat(Failure.of(trial).symptoms()).as("seed %d", seed).isEmpty();
    }
  }

  /** A change of the core may need another mutant. */
  @Test
  void mutantWhoseTextIsNotThereIsNoMutant() {
    Change change = new Change("Members.java", "no such text", "");
    assertThatThrownBy(
            () ->
                MutantRaft.factory(directory, List.of(change), LinKvCluster.class, 10, 300, 1_000))
        .hasMessageContaining("Members.java: expected exactly once: no such text");
  }
}
