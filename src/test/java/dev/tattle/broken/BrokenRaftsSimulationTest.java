package dev.tattle.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.nemesis.FaultKind;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.broken.MutantRaft.Change;
import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Simulation of lin-kv finds Rafts that have one fault, and shrinks what it finds. */
class BrokenRaftsSimulationTest {
  private static final Duration TIME = Duration.ofSeconds(10);

  /** The nodes, their settings, and what goes wrong around them, so that a kind of fault shows. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the sets.
  enum World {
    /** Everything but clocks and disks. */
    USUAL(3, 60, 20, 2_000, 300, EnumSet.range(FaultKind.PARTITION, FaultKind.PAUSE)),

    /** Elections take longer than the timeout, so there are many; what is sent comes late. */
    ELECTIONS(5, 5, 100, 1_000, 60, EnumSet.of(FaultKind.KILL, FaultKind.SLOW, FaultKind.LOSS)),

    /** Messages come in another order, and twice. */
    DISORDER(
        3,
        60,
        20,
        1_000,
        60,
        EnumSet.of(FaultKind.SLOW, FaultKind.DUPLICATE, FaultKind.KILL, FaultKind.PARTITION)),

    /** A leader's clock is slow, so it leads on when the others have given it up. */
    CLOCKS(3, 100, 20, 1_000, 60, EnumSet.of(FaultKind.SKEW, FaultKind.PARTITION, FaultKind.PAUSE)),

    /** Leaders come and go, and send one entry at a time: the paper's figure 8. */
    FIGURE_8(3, 100, 5, 500, 30, EnumSet.of(FaultKind.LINKS, FaultKind.PARTITION, FaultKind.LOSS)),

    /** What is kept is on the disk late, and nodes crash before it is. */
    DISKS(3, 100, 20, 500, 300, EnumSet.of(FaultKind.KILL, FaultKind.SLOW_DISK)),

    /** One node does not hear the others, and they hear it. */
    ONE_WAY(3, 20, 100, 4_000, 300, EnumSet.of(FaultKind.ONE_WAY));

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

    /** Figure 8 takes some hundred seeds: the test does not begin with the first. */
    private long firstSeed() {
      return this == FIGURE_8 ? 300 : 0;
    }

    TestOptions options(long seed) {
      List<NodeId> ids = IntStream.range(0, nodes).mapToObj(i -> new NodeId("n" + i)).toList();
      TestOptions plain =
          TestOptions.builder("lin-kv", ids)
              .ratePerSecond(rate)
              .timeLimit(TIME)
              .concurrency(2 * nodes)
              .latency(new Latency(Latency.Distribution.EXPONENTIAL, latencyMillis))
              .seed(firstSeed() + seed)
              .durable(true)
              .build();
      return Swarm.choose(plain, kinds, Duration.ofMillis(intervalMillis));
    }

    private int entriesBeforeSnapshot() {
      return this == USUAL || this == FIGURE_8 ? 10 : 1_000;
    }

    NodeFactory nodes(BrokenRaft raft, Path directory) {
      return raft.factory(
          directory, entriesBeforeSnapshot(), electionMillis, this == FIGURE_8 ? 1 : 1_000);
    }
  }

  /** Nodes that share what theirs share, and are hasty. */
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

  private Simulation simulation(BrokenRaft raft, World world) {
    return new Simulation(world.nodes(raft, directory), AvailabilityChecker.NONE);
  }

  /**
   * The last column is the size of the smallest case at the most: nodes, operations, faults.
   *
   * @param symptom that begins one of those of the seed that finds it
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "TRUNCATES_ALWAYS, DISORDER, 5, workload, 3 106 34",
    "LEADER_READS_AT_ONCE, CLOCKS, 28, workload, 3 4 4",
    "COMMITS_EARLIER_TERM, FIGURE_8, 13, died at dev.tattle.raft.Witness.lambda$onLeader, 3 186 62",
    "SNAPSHOT_LOSES_WHAT_FOLLOWS, USUAL, 3, died at dev.tattle.raft.Witness.onApplied, 2 43 7",
    "VOTE_NOT_KEPT, ELECTIONS, 5, died at dev.tattle.raft.Witness.onVote, 5 0 4",
    "VOTES_TWICE, USUAL, 5, died at dev.tattle.raft.Raft.keepTerm, 2 0 1",
    "TERM_NOT_KEPT, USUAL, 4, died at dev.tattle.raft.Witness.onVote, 3 7 7",
    "LOG_NOT_KEPT, USUAL, 15, died at dev.tattle.raft.Witness.lambda$onLeader, 2 1 1",
    "OLD_LOG_IS_ELECTED, USUAL, 3, died at dev.tattle.raft.Witness.lambda$onLeader, 3 2 4",
    "HALF_IS_A_MAJORITY, USUAL, 1, died at dev.tattle.raft.Witness.onLeader, 2 1 1",
    "COMMITS_BEFORE_MAJORITY, USUAL, 5, died at dev.tattle.raft.Leadership.onAppended, 3 4 2",
    "APPLIES_BEFORE_COMMIT, USUAL, 3, workload, 3 61 13",
    "COMMITS_WHAT_IT_HAS, USUAL, 24, died at dev.tattle.raft.Witness.onApplied, 3 26 13",
    "READS_BEFORE_FIRST_ENTRY, USUAL, 32, workload, 3 15 7",
    "FOLLOWER_READS_AT_ONCE, USUAL, 1, workload, 2 3 0",
    "CARRIES_OUT_TWICE, USUAL, 7, workload, 3 5 5",
    "SNAPSHOT_LOSES_SESSIONS, USUAL, 23, workload, 3 22 5"
  })
  void brokenRaftIsFoundAndShrunk(
      BrokenRaft raft, World world, int seeds, String symptom, String size) {
    Simulation simulation = simulation(raft, world);
    Trial found = Hunt.firstFailure(simulation, seeds, world::options);
    assertThat(Failure.of(found).symptoms()).anyMatch(s -> s.startsWith(symptom));
    Case smallest = Hunt.shrink(simulation, found).smallest();
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(Hunt.Size.parse(size)), "at most " + size);
  }

  /** It loses nothing, but who does not hear the others deposes each leader that they elect. */
  @Test
  void raftWithoutPreVoteIsFoundByWhatItDoesNotAchieve() {
    Trial found = firstUnavailable(BrokenRaft.NO_PRE_VOTE, 5);
    assertThat(Failure.of(found).symptoms()).containsExactly("availability");
    assertThatThrownBy(() -> firstUnavailable(BrokenRaft.RIGHT, 20))
        .hasMessage("20 seeds found nothing");
  }

  /** The node is right, but for the order in which it writes. */
  @Test
  void raftThatAnswersBeforeItsDiskHasItIsFound() {
    NodeFactory hasty = new HastyCluster(World.DISKS.nodes(BrokenRaft.RIGHT, directory));
    Simulation simulation = new Simulation(hasty, AvailabilityChecker.NONE);
    Trial found = Hunt.firstFailure(simulation, 41, World.DISKS::options);
    Case smallest = Hunt.shrink(simulation, found).smallest();
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(new Hunt.Size(3, 147, 21)));
  }

  private Trial firstUnavailable(BrokenRaft raft, int seeds) {
    Simulation simulation =
        new Simulation(World.ONE_WAY.nodes(raft, directory), new AvailabilityChecker(0.25));
    return Hunt.firstFailure(simulation, seeds, World.ONE_WAY::options);
  }

  /** So that it is the fault that is found, and not the Raft around it. */
  @ParameterizedTest
  @EnumSource
  void rightRaftPasses(World world) {
    Simulation simulation = simulation(BrokenRaft.RIGHT, world);
    for (int seed = 0; seed < 15; seed++) {
      Trial trial = simulation.run(world.options(seed), line -> {});
      assertThat(Failure.of(trial).symptoms()).as("seed %d", seed).isEmpty();
    }
  }

  /** A change of the core may need another mutant. */
  @Test
  void mutantWhoseTextIsNotThereIsNoMutant() {
    Change change = new Change("Members.java", "no such text", "");
    assertThatThrownBy(() -> MutantRaft.factory(directory, List.of(change), 10, 300, 1_000))
        .hasMessageContaining("Members.java: expected exactly once: no such text");
  }
}
