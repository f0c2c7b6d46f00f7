package dev.tattle.bench;

import dev.tattle.bench.workload.Invocation;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens in a run, act by act, where it is not drawn from the seed: what clients do and when,
 * and what befalls the nodes. Latencies, and what each message's chance is, come from seeds still.
 *
 * @param drawnFor the nodes among which faults choose; of those that are not in the run, nothing
 *     comes
 * @param operations in the order of their times; one whose worker is busy waits for it
 * @param strikes in the order of their times; one that is to start while another of its kind lasts
 *     waits for it
 */
public record Plan(List<NodeId> drawnFor, List<PlannedOperation> operations, List<Strike> strikes) {
  public Plan {
    drawnFor = List.copyOf(drawnFor);
    operations =
        operations.stream().sorted(Comparator.comparingLong(PlannedOperation::timeNanos)).toList();
    strikes = strikes.stream().sorted(Comparator.comparingLong(Strike::startNanos)).toList();
  }

  /**
   * The plan of a run that was drawn.
   *
   * @param history what came of these options
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
    List<Strike> strikes = new ArrayList<>();
    Nemesis.strikes(options, Randomness.of(options.seed()))
        .values()
        .forEach(drawn -> addUntil(options.timeLimit().toNanos(), drawn, strikes));
    return new Plan(options.nodes(), operations, strikes);
  }

  private static void addUntil(long endNanos, Iterator<Strike> drawn, List<Strike> strikes) {
    Strike next = drawn.next();
    while (next.startNanos() < endNanos) {
      strikes.add(next);
      next = drawn.next();
    }
  }

  /** The acts of each kind that there is. */
  Map<FaultKind, List<Strike>> byKind() {
    Map<FaultKind, List<Strike>> byKind = new TreeMap<>();
    strikes.forEach(s -> byKind.computeIfAbsent(s.kind(), k -> new ArrayList<>()).add(s));
    return byKind;
  }

  public Plan withOperations(List<PlannedOperation> others) {
    return new Plan(drawnFor, others, strikes);
  }

  public Plan withStrikes(List<Strike> others) {
    return new Plan(drawnFor, operations, others);
  }
}
