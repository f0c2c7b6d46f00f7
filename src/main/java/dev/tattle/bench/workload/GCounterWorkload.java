package dev.tattle.bench.workload;

/** Adds to a counter that only grows. */
public final class GCounterWorkload extends CounterWorkload {
  /** For the registry. */
  public GCounterWorkload() {
    super(true);
  }
}
