package dev.tattle.bench.shrink;

import dev.tattle.bench.history.FaultKind;
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
 * A run in which nothing but chance is drawn from the seed, and the ways in which it can be
 * smaller.
 *
 * @param base everything that shrinking does not touch
 * @param clients in all
 */
public record Case(
    TestOptions base,
    List<NodeId> nodes,
    int clients,
    Duration timeLimit,
    Latency latency,
    boolean staleReads,
    Plan plan) {
  /** The case that these options are, which must have a plan. */
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

  /** Its size in words: {@code "2 nodes, 3 operations, 1 fault, 1.2 s"}. */
  public String size() {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s, %s s",
        counted(nodes.size(), "node"),
        counted(plan.operations().size(), "operation"),
        counted(plan.faults().size(), "fault"),
        timeLimit.toMillis() / 1e3);
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
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

  /** Without what begins later, and with no fault that lasts longer. */
  Case until(long endNanos) {
    List<PlannedOperation> operations =
        plan.operations().stream().filter(o -> o.timeNanos() <= endNanos).toList();
    List<PlannedFault> faults =
        plan.faults().stream().filter(s -> s.startNanos() <= endNanos).toList();
    Plan shorter = plan.withOperations(operations).withFaults(faults);
    return with(shorter).atTimes(time -> Math.min(time, endNanos));
  }

  /** With all times changed so, which must keep their order. */
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

  /** True where each node has as many clients as any other, so that they can go with their node. */
  boolean isEven() {
    return clients % nodes.size() == 0;
  }

  /**
   * With these of its nodes only; it must be even.
   *
   * @param movesOperations whether what the other nodes were asked is asked of these
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

  /** With one client a node, which does what all of them did; it must be even. */
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
