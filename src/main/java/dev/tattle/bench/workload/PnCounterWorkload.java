package dev.tattle.bench.workload;

/** Adds to a counter that grows and shrinks. */
public final class PnCounterWorkload extends CounterWorkload {
  /** For the registry. */
  public PnCounterWorkload() {
    super(false);
  }
}
