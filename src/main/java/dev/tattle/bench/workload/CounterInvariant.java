package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every read of a counter is possible: at most the sum of all positive adds that have
 * begun, and at least the sum of all negative ones.
 */
final class CounterInvariant implements Invariant {
  private long least;
  private long most;

  @Override
  public void onInvoke(Invocation invocation) {
    if (invocation.value() instanceof Json.Int delta) {
      least += Math.min(0, delta.value());
      most += Math.max(0, delta.value());
    }
  }

  @Override
  public @Nullable String brokenBy(Invocation invocation, Json value) {
    if (!invocation.equals(Invocation.READ)
        || (value instanceof Json.Int sum && least <= sum.value() && sum.value() <= most)) {
      return null;
    }
    return "showed "
        + JsonCodec.format(value)
        + ", but all adds so far give from "
        + least
        + " to "
        + most;
  }
}
