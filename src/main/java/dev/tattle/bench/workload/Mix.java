package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Half writes, half reads, in random order. */
record Mix(Supplier<Invocation> writes, RandomGenerator random) implements Supplier<Invocation> {
  @Override
  public Invocation get() {
    return random.nextBoolean() ? writes.get() : Invocation.READ;
  }
}
