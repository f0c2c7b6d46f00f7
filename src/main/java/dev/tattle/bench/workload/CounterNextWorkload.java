package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One counter that hands out numbers: the part of {@link CounterStrongWorkload} that every such
 * service has. All clients share the counter. Half of the operations are {@code next}, the others
 * {@code read}. Nothing is tried again, because not every service knows keys.
 */
public final class CounterNextWorkload extends CounterStrongWorkload {
  private static final Json COUNTER = Json.array(Json.of("numbers"), Json.object());
  private static final Invocation NEXT = new Invocation("next", COUNTER);
  private static final Invocation READ = new Invocation("read", COUNTER);

  @Override
  public String name() {
    return "counter-next";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return Generator.endless(() -> random.nextBoolean() ? NEXT : READ, READ);
  }

  @Override
  public Trials trials() {
    return new Trials(List.of(), List.of(), Trials.ofNodes(3));
  }
}
