package dev.tattle.bench.shrink;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.nemesis.PlannedFault;
import dev.tattle.bench.plan.Plan;
import dev.tattle.bench.plan.PlannedOperation;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Makes a failing run smaller while it still fails in the same way: less time, fewer kinds of
 * faults, fewer faults, operations, nodes and clients, and a simpler network. It starts over until
 * nothing more can go, until it has tried {@link #MAX_RUNS} runs, or until the observer stops it.
 * It ignores wall time, so that the same failure always leads to the same case.
 *
 * <p>Thread rule: one thread.
 */
public final class Shrinker {
  /** The most runs to try; then the smallest case so far is the result. */
  public static final int MAX_RUNS = 1_000;

  private static final int COARSEST_STEP = 2;
  private static final int FINEST_STEP = 32;

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** Watches the shrinking. */
  @FunctionalInterface
  public interface Observer {
    /** Called after each run. Returns whether to go on. */
    boolean onRun(Case smallest, int runs);
  }

  /**
   * The result of shrinking.
   *
   * @param smallest case found
   * @param runs that were tried
   */
  public record Shrunk(Case smallest, int runs) {}

  private final Predicate<TestOptions> fails;
  private final Observer observer;
  private final Set<Case> tried = new LinkedHashSet<>();
  private Case smallest;
  private int runs;
  private boolean isStopped;

  private Shrinker(Case whole, Predicate<TestOptions> fails, Observer observer) {
    smallest = whole;
    this.fails = fails;
    this.observer = observer;
  }

  /**
   * Shrinks a failing run.
   *
   * @param drawn its options, whose seed drew what happened
   * @param history of the run
   * @param fails whether a run of these options fails in the same way
   * @return empty if the run does not fail when it is replayed from its plan
   */
  public static Optional<Shrunk> shrink(
      TestOptions drawn, List<Operation> history, Predicate<TestOptions> fails, Observer observer) {
    Case whole = Case.of(drawn.toBuilder().plan(Plan.of(drawn, history)).build());
    Shrinker shrinker = new Shrinker(whole, fails, observer);
    if (!shrinker.isSmaller(whole)) {
      return Optional.empty();
    }
    shrinker.shrinkAll();
    return Optional.of(new Shrunk(shrinker.smallest, shrinker.runs));
  }

  private void shrinkAll() {
    Case before;
    do {
      before = smallest;
      endEarlier();
      Stream.of(FaultKind.values()).forEach(kind -> isSmaller(smallest.without(kind)));
      leaveOutNodes();
      leaveOutFaults();
      leaveOutOperations();
      simplifyNetwork();
      compressTime();
    } while (!smallest.equals(before) && !isStopped);
  }

  /** Tries a candidate that was not tried before. If it fails, it becomes the smallest case. */
  private boolean isSmaller(Case candidate) {
    if (isStopped || !tried.add(candidate)) {
      return false;
    }
    runs++;
    boolean stillFails = fails.test(candidate.options());
    if (stillFails) {
      smallest = candidate;
    }
    isStopped = !observer.onRun(smallest, runs) || runs == MAX_RUNS;
    return stillFails;
  }

  /**
   * Cuts off a half, a quarter, ... of the time. This comes first, because shorter runs are faster.
   */
  private void endEarlier() {
    int part = COARSEST_STEP;
    while (part <= FINEST_STEP) {
      long limit = smallest.timeLimit().toNanos();
      if (!isSmaller(smallest.until(limit - limit / part))) {
        part *= 2;
      }
    }
  }

  private void leaveOutNodes() {
    if (!smallest.isEven()) {
      return;
    }
    Case whole = smallest;
    DeltaDebugging.minimize(
        whole.nodes(), kept -> !kept.isEmpty() && isSmaller(whole.withNodes(kept, false)));
    for (NodeId node : List.copyOf(smallest.nodes())) {
      List<NodeId> others = new ArrayList<>(smallest.nodes());
      others.remove(node);
      if (!others.isEmpty()) {
        isSmaller(smallest.withNodes(others, true));
      }
    }
    isSmaller(smallest.withOneClientANode());
  }

  private void leaveOutFaults() {
    Case whole = smallest;
    List<PlannedFault> faults = whole.plan().faults();
    DeltaDebugging.minimize(faults, kept -> isSmaller(whole.with(whole.plan().withFaults(kept))));
  }

  private void leaveOutOperations() {
    Case whole = smallest;
    List<PlannedOperation> operations = whole.plan().operations();
    DeltaDebugging.minimize(
        operations, kept -> isSmaller(whole.with(whole.plan().withOperations(kept))));
  }

  private void simplifyNetwork() {
    isSmaller(smallest.withoutStaleReads());
    double mean = smallest.latency().meanMillis();
    if (!isSmaller(smallest.withLatency(new Latency(Latency.Distribution.CONSTANT, 0)))) {
      isSmaller(smallest.withLatency(new Latency(Latency.Distribution.CONSTANT, mean)));
    }
  }

  /**
   * Cuts off time after the last begin and before the first one, and goes faster, in whole
   * milliseconds.
   */
  private void compressTime() {
    Plan plan = smallest.plan();
    LongStream begins =
        LongStream.concat(
            plan.operations().stream().mapToLong(PlannedOperation::timeNanos),
            plan.faults().stream().mapToLong(PlannedFault::startNanos));
    long[] sorted = begins.sorted().toArray();
    long first = sorted.length == 0 ? 0 : sorted[0];
    long last = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    isSmaller(smallest.until(last));
    isSmaller(smallest.atTimes(time -> time - first));
    isSmaller(smallest.atTimes(time -> time / NANOS_PER_MILLI * NANOS_PER_MILLI));
    while (isSmaller(smallest.atTimes(time -> time / 2 / NANOS_PER_MILLI * NANOS_PER_MILLI))) {}
  }
}
