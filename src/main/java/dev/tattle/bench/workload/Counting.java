package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import java.util.function.Supplier;

/** Supplies the values 0, 1, 2 … as invocations of one function. */
final class Counting implements Supplier<Invocation> {
  private final String f;
  private long next;

  Counting(String f) {
    this.f = f;
  }

  @Override
  public Invocation get() {
    return new Invocation(f, Json.of(next++));
  }
}
