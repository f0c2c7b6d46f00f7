package dev.tattle.bench.workload;

/** Adds to a counter that grows and shrinks. */
public final class PnCounterWorkload extends CounterWorkload {
  /** Makes the workload, for the registry. */
  public PnCounterWorkload() {
    super(false);
  }
}
