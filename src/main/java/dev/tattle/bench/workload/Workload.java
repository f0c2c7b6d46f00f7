package dev.tattle.bench.workload;

import dev.tattle.bench.check.AgreementChecker;
import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.StatsChecker;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that the bench knows of one workload: its operations and how to judge them. {@link Workloads}
 * finds it by the class path's {@code META-INF/services}; it needs a public constructor without
 * arguments. A workload is immutable: state belongs to one run, in its generators, clients,
 * invariants and settings.
 *
 * <p>A workload in which each operation is one request extends {@link RequestWorkload}.
 *
 * <p>Source: Maelstrom's {@code doc/workloads.md} and {@code workload/*.clj}.
 */
public interface Workload {
  /** The time for which clients wait, unless a workload says otherwise. */
  Duration TIMEOUT = Duration.ofSeconds(5);

  /** The name on the command line. */
  String name();

  /** Creates the client of a new process. */
  WorkloadClient client(Setting setting);

  /** Returns the source of the clients of one run. Override this if clients share state. */
  default Supplier<WorkloadClient> clients(Setting setting) {
    return () -> client(setting);
  }

  /** Creates the generator of one run. All its randomness must come from {@code random}. */
  Generator generator(Setting setting, RandomGenerator random);

  /**
   * Returns a checker for histories.
   *
   * @param excusesKills whether nodes keep everything in memory, so that a kill may lose what the
   *     killed node acknowledged
   */
  Checker checker(boolean excusesKills);

  /**
   * Returns a checker for histories under the given consistency models.
   *
   * @param models that must hold, by their names; empty for the default
   */
  default Checker checker(boolean excusesKills, Set<String> models) {
    return checker(excusesKills);
  }

  /** True if the generator could make this operation; stored cases are checked with it. */
  boolean has(Invocation invocation);

  /**
   * Checks that a history can belong to this workload: for each of its functions the generator
   * could have made some operation.
   *
   * @throws HistoryException if it belongs to another workload
   */
  default void requireOwn(List<Operation> history) {
    Map<String, Operation> foreign = new LinkedHashMap<>();
    Set<String> own = new LinkedHashSet<>();
    for (Operation operation : history) {
      if (operation.isClient() && operation.type() == Operation.Type.INVOKE) {
        if (has(new Invocation(operation.f(), operation.value()))) {
          own.add(operation.f());
        } else {
          foreign.putIfAbsent(operation.f(), operation);
        }
      }
    }
    foreign.keySet().removeAll(own);
    for (Operation operation : foreign.values()) {
      throw HistoryException.at(
          operation, "this is not a history of " + name() + ", which has no such operation");
    }
  }

  /** The time for which a client waits for a reply. */
  default Duration timeout(Duration meanLatency) {
    return TIMEOUT;
  }

  /** The number of clients that work together. The number of clients is a multiple of it. */
  default int clientsInAGroup(int nodes) {
    return 1;
  }

  /**
   * The faults under which the checker must find nothing.
   *
   * @param isDurable whether nodes keep on disk what they acknowledge
   */
  default Set<FaultKind> survives(boolean isDurable) {
    return EnumSet.allOf(FaultKind.class);
  }

  /** True if nodes cannot answer while faults leave no majority connected. */
  default boolean needsMajority() {
    return false;
  }

  /** True if it does no harm when an operation that timed out has happened. */
  default boolean isIdempotent(String f) {
    return f.equals("read");
  }

  /**
   * True if a definite error means that the operation did not happen. False if Maelstrom's client
   * says of any error that the operation may have happened.
   */
  default boolean trustsErrors() {
    return true;
  }

  /** True if a client stays after an operation that ended {@code info}, as in Maelstrom. */
  default boolean keepsClients() {
    return false;
  }

  /** The request that every node gets before the first operation, if there is one. */
  default Optional<Setup> setup(Setting setting) {
    return Optional.empty();
  }

  /** Creates the invariant of one run. */
  default Invariant invariant() {
    return Invariant.NONE;
  }

  /** True if all nodes must show the same at the end of a simulated run. */
  default boolean converges() {
    return false;
  }

  /** True if it writes the values of {@link Setting#largeValues}. */
  default boolean hasLargeValues() {
    return false;
  }

  /** The value that a client's request adds to a set; null if it adds none. */
  default @Nullable Json added(Body request) {
    return null;
  }

  /**
   * Nodes that serve the workload, for {@code sim --node NAME}. The one with the workload's own
   * name is the default. The bench itself names no node; workloads from other jars bring their own.
   */
  default Map<String, NodeFactory> nodes() {
    return Map.of();
  }

  /** The options for a run of all workloads. */
  default Trials trials() {
    return Trials.DEFAULT;
  }

  /** Returns the judgement of a run, as Maelstrom judges it. */
  default Judgement judgement(Demands demands) {
    return new Judgement(checker(demands), demands.availability());
  }

  /** Returns the judgement of a simulated run, in which nodes must agree at the end. */
  default Judgement simulationJudgement(Demands demands) {
    Map<String, Checker> more =
        converges() ? Map.of("agreement", new AgreementChecker()) : Map.of();
    return new Judgement(
        checker(demands), demands.availability(), new StatsChecker(needsMajority()), more);
  }

  private Checker checker(Demands demands) {
    return checker(!demands.isDurable(), demands.models());
  }

  /** A request and the schema of the reply that it must get. */
  record Setup(Body request, ReplySchema reply) {}
}
