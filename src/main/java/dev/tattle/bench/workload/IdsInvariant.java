package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that no id is generated twice. */
final class IdsInvariant implements Invariant {
  private final Set<Json> made = new LinkedHashSet<>();

  @Override
  public void onInvoke(Invocation invocation) {}

  @Override
  public @Nullable String brokenBy(Invocation invocation, Json value) {
    return made.add(value)
        ? null
        : "made the id " + JsonCodec.format(value) + ", which had been made before";
  }
}
