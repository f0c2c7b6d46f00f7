package dev.tattle.bench.workload;

/** Adds to a counter that only grows. */
public final class GCounterWorkload extends CounterWorkload {
  /** Makes the workload, for the registry. */
  public GCounterWorkload() {
    super(true);
  }
}
