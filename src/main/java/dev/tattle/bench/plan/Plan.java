package dev.tattle.bench.plan;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.nemesis.PlannedFault;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Fixes what happens in a run, act by act, instead of drawing it from the seed: the operations and
 * their times, and the faults. Latencies and the chances of single messages still come from seeds.
 *
 * @param drawnFor the nodes among which faults choose; a choice of a node that is not in the run
 *     has no effect
 * @param operations in the order of their times; an operation waits while its worker is busy
 * @param faults in the order of their times; a fault waits while another of its kind lasts
 */
public record Plan(
    List<NodeId> drawnFor, List<PlannedOperation> operations, List<PlannedFault> faults) {
  public Plan {
    drawnFor = List.copyOf(drawnFor);
    operations =
        operations.stream().sorted(Comparator.comparingLong(PlannedOperation::timeNanos)).toList();
    faults = faults.stream().sorted(Comparator.comparingLong(PlannedFault::startNanos)).toList();
  }

  /**
   * Makes the plan of a run that was drawn from its seed.
   *
   * @param history of the run with these options
   */
  public static Plan of(TestOptions options, List<Operation> history) {
    List<PlannedOperation> operations = new ArrayList<>();
    for (Operation operation : history) {
      if (operation.isClient()
          && operation.type() == Operation.Type.INVOKE
          && !operation.isFinal()) {
        operations.add(
            new PlannedOperation(
                operation.timeNanos(),
                (int) (operation.process() % options.concurrency()),
                new Invocation(operation.f(), operation.value())));
      }
    }
    List<PlannedFault> faults = new ArrayList<>();
    faultsOf(options, Randomness.of(options.seed()))
        .values()
        .forEach(drawn -> addUntil(options.timeLimit().toNanos(), drawn, faults));
    return new Plan(options.nodes(), operations, faults);
  }

  /** The faults of each kind: those of the plan, or endless ones from the seed. */
  public static Map<FaultKind, Iterator<PlannedFault>> faultsOf(
      TestOptions options, Randomness randomness) {
    Map<FaultKind, Iterator<PlannedFault>> faults = new EnumMap<>(FaultKind.class);
    Plan plan = options.plan();
    if (plan != null) {
      plan.byKind().forEach((kind, planned) -> faults.put(kind, planned.iterator()));
      return faults;
    }
    for (FaultKind kind : FaultKind.values()) {
      // It splits for each kind, used or not, so that a further kind changes nothing in another.
      SplittableRandom random =
          kind == FaultKind.PARTITION ? randomness.partitions() : randomness.faults().split();
      Duration interval = options.faults().get(kind);
      if (interval != null) {
        faults.put(kind, PlannedFault.drawn(kind, random, interval));
      }
    }
    return faults;
  }

  private static void addUntil(
      long endNanos, Iterator<PlannedFault> drawn, List<PlannedFault> faults) {
    PlannedFault next = drawn.next();
    while (next.startNanos() < endNanos) {
      faults.add(next);
      next = drawn.next();
    }
  }

  /** The faults of the plan, by kind. */
  public Map<FaultKind, List<PlannedFault>> byKind() {
    Map<FaultKind, List<PlannedFault>> byKind = new TreeMap<>();
    faults.forEach(s -> byKind.computeIfAbsent(s.kind(), k -> new ArrayList<>()).add(s));
    return byKind;
  }

  public Plan withOperations(List<PlannedOperation> others) {
    return new Plan(drawnFor, others, faults);
  }

  public Plan withFaults(List<PlannedFault> others) {
    return new Plan(drawnFor, operations, others);
  }
}
