package dev.tattle.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.broken.MutantRaft.Change;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.nodes.StrongCluster;
import dev.tattle.sim.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The checker of strong counters finds counters with one fault each, without the help of a witness.
 */
@Execution(ExecutionMode.CONCURRENT)
class BrokenStrongCountersIT {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  /** Which text of the right counters is replaced, and by what. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
  enum Mutant {
    LOCAL_READS("StrongCounterNode.java", "StrongRequests.isLocal(body)", "true"),
    KEYS_IGNORED("StrongCounters.java", "keys.find(parsed.key, command)", "null"),
    KEYS_NOT_IN_SNAPSHOT("StrongCounters.java", "items.addAll(keys.snapshot());", ""),
    KEYS_FORGOTTEN_SOON("StrongLimits.java", "250_000", "5"),
    REFUSALS_FORGOTTEN(
        "StrongCounters.java",
        "keys.remember(parsed.key, command, result);",
        "if (items(result).get(0).equals(items(result).get(items(result).size() - 1)))"
            + " { keys.remember(parsed.key, command, result); }"),
    WRITES_TWICE("Sessions.java", "if (result == null) {", "if (true) {"),
    ANSWERS_BEFORE_COMMIT(
        "Leadership.java", "replication.reachedByMajority();", "log.lastIndex();"),
    UNKNOWN_IS_DEFINITE("RaftGroup.java", "write.isSent()\n", "false\n"),
    BLOCKS_OVERLAP("StrongCounter.java", "numbers(value + 1, ", "numbers(value, "),
    CAS_WITHOUT_COMPARING("StrongCounter.java", "arguments.get(0) == value", "true"),
    BOUNDS_IGNORED("StrongCounter.java", "min <= next && next <= max", "true"),
    BOUNDS_NOT_IN_SNAPSHOT("StrongCounters.java", "number(items.get(3))", "Long.MAX_VALUE"),
    WRAPS_AROUND("StrongCounter.java", "((value ^ sum) & (delta ^ sum)) < 0", "false");

    private final Change change;

    Mutant(String file, String text, String replacement) {
      change = new Change(file, text, replacement);
    }
  }

  @TempDir private Path directory;

  private static TestOptions options(long seed) {
    TestOptions plain =
        TestOptions.builder("counter-strong", NODES)
            .ratePerSecond(50)
            .timeLimit(Duration.ofSeconds(10))
            .concurrency(2 * NODES.size())
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 20))
            .seed(seed)
            .durable(true)
            .build();
    return Swarm.choose(
        plain, Workloads.of("counter-strong").survives(true), Duration.ofSeconds(3));
  }

  /**
   * @param first the first seed to try, near a seed that finds the fault if the fault is rare
   * @param symptom of the seed that finds it
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "LOCAL_READS,            0, 40, workload stale-read",
    "KEYS_IGNORED,           0, 40, workload",
    "KEYS_NOT_IN_SNAPSHOT,   0, 40, workload",
    "KEYS_FORGOTTEN_SOON,    0, 40, workload",
    "REFUSALS_FORGOTTEN,    10, 40, workload two-answers",
    "WRITES_TWICE,           0, 40, workload",
    "ANSWERS_BEFORE_COMMIT,  0, 40, workload",
    "UNKNOWN_IS_DEFINITE,    0, 40, workload",
    "BLOCKS_OVERLAP,         0, 40, workload number-twice",
    "CAS_WITHOUT_COMPARING,  0, 40, workload",
    "BOUNDS_IGNORED,         0, 40, workload",
    "BOUNDS_NOT_IN_SNAPSHOT, 0, 40, workload",
    "WRAPS_AROUND,           0, 40, workload"
  })
  void brokenCountersAreFound(Mutant mutant, int first, int seeds, String symptom) {
    NodeFactory nodes =
        MutantRaft.factory(
            directory.resolve(mutant.name()), List.of(mutant.change), StrongCluster.class, 10);
    Simulation.Trial found =
        Hunt.firstFailure(
            new Simulation(nodes, AvailabilityChecker.NONE),
            first,
            seeds,
            BrokenStrongCountersIT::options,
            failure -> failure.symptoms().stream().anyMatch(one -> one.startsWith(symptom)));
    assertThat(found).isNotNull();
  }

  /** Shows that the checker finds the fault, and not an error of the node around it. */
  @Test
  void countersWithoutTheFaultAreRight() {
    Simulation simulation = new Simulation(new StrongCluster(10), AvailabilityChecker.NONE);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(Failure.of(simulation.run(options(seed), line -> {})).symptoms())
          .as("seed %d", seed)
          .isEmpty();
    }
  }
}
