package dev.tattle.cli;

import dev.tattle.bench.check.txn.ConsistencyModels;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.nodes.Nodes;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Known values of options, for help and for completion in a shell. */
final class Candidates {
  private Candidates() {}

  /** Workloads of the bench. */
  static final class WorkloadNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Workloads.names().iterator();
    }
  }

  /** Nodes that the simulator can run. */
  static final class NodeNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Nodes.names().iterator();
    }
  }

  /** Faults of processes. */
  static final class NemesisNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(FaultKind.values())
          .filter(FaultKind::appliesToProcesses)
          .map(FaultKind::optionName)
          .iterator();
    }
  }

  /** Faults of simulated nodes. */
  static final class SimulatedFaultNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      Stream<String> kinds = Stream.of(FaultKind.values()).map(FaultKind::optionName);
      return Stream.concat(kinds, Stream.of(SimCommand.ALL, SimCommand.NONE)).iterator();
    }
  }

  /** Consistency models of transactions. */
  static final class ModelNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ConsistencyModels.names().iterator();
    }
  }

  /** Latency budgets that have a name. */
  static final class BudgetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("fast", "default", "frugal").iterator();
    }
  }

  /** Actions of the counter service's client. */
  static final class ActionNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CounterAction.names().iterator();
    }
  }
}
