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
 * What is asked of nodes, and what is right: all that the bench knows of one workload. {@link
 * Workloads} finds it by the class path's {@code META-INF/services}; it needs a public constructor
 * without arguments. Immutable: state lives in generators, clients, invariants and settings, which
 * belong to one run.
 *
 * <p>A workload whose operations are one request each extends {@link RequestWorkload}.
 *
 * <p>Source: Maelstrom's {@code doc/workloads.md} and {@code workload/*.clj}.
 */
public interface Workload {
  /** How long clients wait, where a workload does not say otherwise. */
  Duration TIMEOUT = Duration.ofSeconds(5);

  /** The name on the command line. */
  String name();

  /** What a new process does its operations with. */
  WorkloadClient client(Setting setting);

  /** What makes the clients of one run, where they share what nodes told them. */
  default Supplier<WorkloadClient> clients(Setting setting) {
    return () -> client(setting);
  }

  /** Who says what is to be done next; one for each run. All its randomness comes from here. */
  Generator generator(Setting setting, RandomGenerator random);

  /**
   * Judges histories.
   *
   * @param excusesKills whether nodes keep everything in memory, so that what a killed node
   *     acknowledged may be gone
   */
  Checker checker(boolean excusesKills);

  /**
   * The same, of a workload that can be held to one consistency model or another.
   *
   * @param models that must hold, by their names; empty for what is usual
   */
  default Checker checker(boolean excusesKills, Set<String> models) {
    return checker(excusesKills);
  }

  /** True where such an operation could come from the generator; stored cases are checked so. */
  boolean has(Invocation invocation);

  /**
   * Makes sure that a history can be one of this workload: of each function that it has, some
   * operation could come from the generator.
   *
   * @throws HistoryException where it is another workload's
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

  /** How long a client waits for a reply. */
  default Duration timeout(Duration meanLatency) {
    return TIMEOUT;
  }

  /** So many clients work together: there are always a multiple of them. */
  default int clientsInAGroup(int nodes) {
    return 1;
  }

  /**
   * The faults under which its checker must find nothing.
   *
   * @param isDurable whether nodes keep on disk what they acknowledge
   */
  default Set<FaultKind> survives(boolean isDurable) {
    return EnumSet.allOf(FaultKind.class);
  }

  /** True where a node can answer nothing while faults keep every majority apart. */
  default boolean needsMajority() {
    return false;
  }

  /** True for operations whose time-out means that nothing happened that matters. */
  default boolean isIdempotent(String f) {
    return f.equals("read");
  }

  /** False where Maelstrom's client says of any error that the operation may have happened. */
  default boolean trustsErrors() {
    return true;
  }

  /** True where Maelstrom's client stays though its operation ended {@code info}. */
  default boolean keepsClients() {
    return false;
  }

  /** A request that every node gets before the first operation. */
  default Optional<Setup> setup(Setting setting) {
    return Optional.empty();
  }

  /** What no node may show at any time; a new one for each run. */
  default Invariant invariant() {
    return Invariant.NONE;
  }

  /** True where all nodes must show the same at the end of a simulated run. */
  default boolean converges() {
    return false;
  }

  /** True where it writes the values of {@link Setting#largeValues}. */
  default boolean hasLargeValues() {
    return false;
  }

  /** The value that a client's request adds to a set; null where it adds none. */
  default @Nullable Json added(Body request) {
    return null;
  }

  /**
   * Nodes that serve it, for {@code sim --node NAME}; one of the workload's own name is the
   * default. The bench names no node: these come with a workload from elsewhere.
   */
  default Map<String, NodeFactory> nodes() {
    return Map.of();
  }

  /** How it is run when all workloads are. */
  default Trials trials() {
    return Trials.DEFAULT;
  }

  /** The judgement of a run as Maelstrom judges it. */
  default Judgement judgement(Demands demands) {
    return new Judgement(checker(demands), demands.availability());
  }

  /** The judgement of a simulated run, in which nodes must agree at the end. */
  default Judgement simulationJudgement(Demands demands) {
    Map<String, Checker> more =
        converges() ? Map.of("agreement", new AgreementChecker()) : Map.of();
    return new Judgement(
        checker(demands), demands.availability(), new StatsChecker(needsMajority()), more);
  }

  private Checker checker(Demands demands) {
    return checker(!demands.isDurable(), demands.models());
  }

  /** A request and the reply that it must get. */
  record Setup(Body request, ReplySchema reply) {}
}
