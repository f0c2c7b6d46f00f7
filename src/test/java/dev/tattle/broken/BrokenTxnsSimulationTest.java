package dev.tattle.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Demands;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator finds databases with one fault each, and names the fault. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenTxnsSimulationTest {
  private static final String LISTS = "txn-list-append";

  private static TestOptions options(String workload, long seed) {
    return TestOptions.builder(workload, List.of(new NodeId("n0")))
        .ratePerSecond(200)
        .timeLimit(Duration.ofSeconds(10))
        .concurrency(8)
        .seed(seed)
        .build();
  }

  private static Simulation simulation(String mode, String model) {
    Demands demands = new Demands(AvailabilityChecker.NONE, false, Set.of(model));
    return new Simulation(BrokenNode.factory(mode), demands, true);
  }

  /** The anomalies that the model forbids, and warnings, the worst first. */
  private static List<String> errors(Trial trial) {
    List<String> errors = new ArrayList<>();
    trial
        .results()
        .parts()
        .values()
        .forEach(
            part ->
                part.of(Finding.Anomaly.class)
                    .filter(anomaly -> !anomaly.isAllowed())
                    .forEach(anomaly -> errors.add(anomaly.name())));
    trial
        .results()
        .parts()
        .values()
        .forEach(part -> part.of(Finding.Warning.class).forEach(w -> errors.add(w.toString())));
    return errors;
  }

  /**
   * The first run has this error.
   *
   * @param count how many errors; more than one if the same fault must show in several ways
   */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "interleaves,            txn-list-append, strict-serializable,         G0,                     13",
    "aborts-too-late,        txn-rw-register, strict-serializable,         G1a,                    1",
    "builds-on-aborted,      txn-list-append, strict-serializable,         dirty-update,           2",
    "reads-between-writes,   txn-list-append, strict-serializable,         G1b,                    3",
    "reads-after-writes,     txn-list-append, strict-serializable,         G1c,                    5",
    "registers-after-writes, txn-rw-register, strict-serializable,         G1c,                    5",
    "reads-one-by-one,       txn-list-append, strict-serializable,         G-single-item,          4",
    "skews-writes,           txn-list-append, strict-serializable,         G2-item,                2",
    "forgets-its-writes,     txn-list-append, strict-serializable,         internal,               1",
    "sees-the-future,        txn-list-append, strict-serializable,         future-read,            2",
    "appends-twice,          txn-list-append, strict-serializable,         duplicate-elements,     2",
    "orders-twice,           txn-list-append, strict-serializable,         incompatible-order,     9",
    "reads-the-past,         txn-list-append, strict-serializable,         G-single-item-realtime, 1",
    "reads-the-past,         txn-list-append, strong-session-serializable, G-single-item-process,  2",
    "forks,                  txn-list-append, serializable,                G-nonadjacent-item,     3",
    "back-dates-writes,      txn-rw-register, strict-serializable,         cyclic-versions,        4",
    "loses-updates,          txn-rw-register, strict-serializable,         lost-update,            2",
    "shows-nothing,          txn-rw-register, read-committed,              convergence,            1",
    "writes-one-by-one,      txn-rw-register, read-atomic,                 fractured-read,         1"
  })
  void brokenDatabasesAreFoundAndNamed(
      String mode, String workload, String model, String error, int count) {
    Trial trial = simulation(mode, model).run(options(workload, 1), line -> {});
    assertThat(trial.results().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(errors(trial)).hasSize(count).anySatisfy(name -> assertThat(name).contains(error));
  }

  /** The shrunk case is about the error. */
  @Test
  void brokenDatabasesAreShrunk() {
    Simulation simulation = simulation("aborts-too-late", "strict-serializable");
    Trial found = simulation.run(options("txn-rw-register", 1), line -> {});
    Case smallest = Hunt.shrink(simulation, found).smallest();
    assertThat(Failure.of(found).symptoms()).containsExactly("workload G1a");
    assertThat(smallest)
        .as(smallest.size())
        .matches(c -> Hunt.Size.of(c).isWithin(Hunt.Size.parse("1 4 0")));
  }

  /** Shows that the checker finds the fault, and not an error of the node around it. */
  @Test
  void databasesWithoutTheFaultAreRight() {
    for (int seed = 0; seed < 10; seed++) {
      for (String mode : List.of("right-lists", "right-registers")) {
        String workload = mode.equals("right-lists") ? LISTS : "txn-rw-register";
        Trial trial =
            simulation(mode, "strict-serializable").run(options(workload, seed), line -> {});
        assertThat(trial.results().verdict())
            .as("%s, seed %d: %s", mode, seed, errors(trial))
            .isEqualTo(Verdict.VALID);
      }
    }
  }
}
