package dev.tattle.bench.load;

import dev.tattle.bench.plan.PlannedOperation;
import java.util.ArrayList;
import java.util.List;

/** Begins each operation of a plan at its time, or as soon after it as its worker is free. */
public final class PlannedLoad implements Load {
  private final RunContext context;
  private final List<PlannedOperation> operations;
  private final Workers workers;
  private final List<PlannedOperation> waiting = new ArrayList<>();
  private boolean stopped;

  public PlannedLoad(RunContext context, List<PlannedOperation> operations, Workers workers) {
    this.context = context;
    this.operations = operations;
    this.workers = workers;
  }

  @Override
  public void start() {
    for (PlannedOperation operation : operations) {
      if (operation.timeNanos() == 0) {
        begin(operation);
      } else {
        context.scheduler().after(operation.timeNanos(), () -> begin(operation));
      }
    }
  }

  @Override
  public void retry() {
    List<PlannedOperation> again = List.copyOf(waiting);
    waiting.clear();
    again.forEach(this::begin);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void begin(PlannedOperation operation) {
    if (stopped) {
      return;
    }
    if (workers.isFree(operation.worker())) {
      workers.invokeOn(operation.worker(), operation.invocation());
    } else {
      waiting.add(operation);
    }
  }
}
