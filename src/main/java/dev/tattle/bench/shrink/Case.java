package dev.tattle.bench.shrink;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Shown;
import dev.tattle.bench.nemesis.PlannedFault;
import dev.tattle.bench.plan.Plan;
import dev.tattle.bench.plan.PlannedOperation;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/**
 * A run whose operations and faults are fixed by a plan, and the ways to make it smaller. Only
 * chance, such as latencies, still comes from the seed.
 *
 * @param base everything that shrinking does not change
 * @param clients the number of all clients
 */
public record Case(
    TestOptions base,
    List<NodeId> nodes,
    int clients,
    Duration timeLimit,
    Latency latency,
    boolean staleReads,
    Plan plan) {
  /** Makes the case of these options, which must have a plan. */
  public static Case of(TestOptions options) {
    return new Case(
        options,
        options.nodes(),
        options.concurrency(),
        options.timeLimit(),
        options.latency(),
        options.staleReads(),
        Objects.requireNonNull(options.plan(), "plan"));
  }

  /** The options that replay it. */
  public TestOptions options() {
    return base.toBuilder()
        .nodes(nodes)
        .timeLimit(timeLimit)
        .concurrency(clients)
        .latency(latency)
        .faults(Map.of())
        .staleReads(staleReads)
        .plan(plan)
        .build();
  }

  /** Formats its size: {@code "2 nodes, 3 operations, 1 fault, 1.2 s"}. */
  public String size() {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s, %s s",
        Shown.counted(nodes.size(), "node"),
        Shown.counted(plan.operations().size(), "operation"),
        Shown.counted(plan.faults().size(), "fault"),
        timeLimit.toMillis() / 1e3);
  }

  Case with(Plan other) {
    return new Case(base, nodes, clients, timeLimit, latency, staleReads, other);
  }

  Case withLatency(Latency other) {
    return new Case(base, nodes, clients, timeLimit, other, staleReads, plan);
  }

  Case withoutStaleReads() {
    return new Case(base, nodes, clients, timeLimit, latency, false, plan);
  }

  Case without(FaultKind kind) {
    return with(plan.withFaults(plan.faults().stream().filter(s -> s.kind() != kind).toList()));
  }

  /** Returns this case without what begins later; faults end at that time. */
  Case until(long endNanos) {
    List<PlannedOperation> operations =
        plan.operations().stream().filter(o -> o.timeNanos() <= endNanos).toList();
    List<PlannedFault> faults =
        plan.faults().stream().filter(s -> s.startNanos() <= endNanos).toList();
    Plan shorter = plan.withOperations(operations).withFaults(faults);
    return with(shorter).atTimes(time -> Math.min(time, endNanos));
  }

  /** Returns this case with all times changed. The change must keep their order. */
  Case atTimes(LongUnaryOperator change) {
    List<PlannedOperation> operations =
        plan.operations().stream()
            .map(
                o ->
                    new PlannedOperation(
                        change.applyAsLong(o.timeNanos()), o.worker(), o.invocation()))
            .toList();
    List<PlannedFault> faults = plan.faults().stream().map(s -> at(s, change)).toList();
    Duration limit = Duration.ofNanos(change.applyAsLong(timeLimit.toNanos()));
    Plan changed = plan.withOperations(operations).withFaults(faults);
    return new Case(base, nodes, clients, limit, latency, staleReads, changed);
  }

  private static PlannedFault at(PlannedFault fault, LongUnaryOperator change) {
    return new PlannedFault(
        fault.kind(),
        change.applyAsLong(fault.startNanos()),
        change.applyAsLong(fault.stopNanos()),
        fault.seed());
  }

  /**
   * True if all nodes have the same number of clients, so that clients can leave with their node.
   */
  boolean isEven() {
    return clients % nodes.size() == 0;
  }

  /**
   * Returns this case with only these of its nodes; it must be even.
   *
   * @param movesOperations whether these nodes get the operations of the other nodes
   */
  Case withNodes(List<NodeId> kept, boolean movesOperations) {
    List<PlannedOperation> operations =
        plan.operations().stream()
            .filter(o -> movesOperations || kept.contains(nodeOf(o)))
            .map(o -> movedTo(kept, o))
            .toList();
    int fewer = clients / nodes.size() * kept.size();
    Plan moved = plan.withOperations(operations);
    return new Case(base, List.copyOf(kept), fewer, timeLimit, latency, staleReads, moved);
  }

  /**
   * Returns this case with one client a node, which does the operations of all; it must be even.
   */
  Case withOneClientANode() {
    List<PlannedOperation> operations =
        plan.operations().stream()
            .map(
                o -> new PlannedOperation(o.timeNanos(), o.worker() % nodes.size(), o.invocation()))
            .toList();
    Plan moved = plan.withOperations(operations);
    return new Case(base, nodes, nodes.size(), timeLimit, latency, staleReads, moved);
  }

  private NodeId nodeOf(PlannedOperation operation) {
    return nodes.get(operation.worker() % nodes.size());
  }

  private PlannedOperation movedTo(List<NodeId> kept, PlannedOperation operation) {
    int place = kept.indexOf(nodeOf(operation));
    if (place < 0) {
      place = operation.worker() % nodes.size() % kept.size();
    }
    int worker = operation.worker() / nodes.size() * kept.size() + place;
    return new PlannedOperation(operation.timeNanos(), worker, operation.invocation());
  }
}
