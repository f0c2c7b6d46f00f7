package dev.tattle.bench.workload;

import dev.tattle.bench.check.counters.PowerSum;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a counter holds only additions that have begun, each once. Errors have the checker's
 * names.
 */
final class CountersInvariant implements Invariant {
  private final Map<String, Begun> counters = new LinkedHashMap<>();

  private static final class Begun {
    private long exponents;
    private long negatives;

    void add(long delta) {
      long bit = 1L << PowerSum.exponent(delta);
      exponents |= bit;
      negatives |= delta < 0 ? bit : 0;
    }
  }

  @Override
  public void onInvoke(Invocation invocation) {
    Map<String, Json> fields = CountersClient.fields(invocation);
    if (invocation.f().equals("add")) {
      begin(fields.get("counter"), fields.get("delta"));
    } else if (fields.get("adds") instanceof Json.Arr adds) {
      adds.items().forEach(add -> begin(items(add).get(0), items(add).get(1)));
    }
  }

  private static List<Json> items(Json array) {
    return ((Json.Arr) array).items();
  }

  private void begin(@Nullable Json counter, @Nullable Json delta) {
    if (counter instanceof Json.Text name && delta instanceof Json.Int amount) {
      counters.computeIfAbsent(name.value(), first -> new Begun()).add(amount.value());
    }
  }

  @Override
  public @Nullable String brokenBy(Invocation invocation, Json value) {
    Map<String, Json> fields = ((Json.Obj) value).fields();
    Json shown = fields.get("value");
    Json counter = fields.get("counter");
    if (shown != null && counter != null) {
      return brokenBy(counter, shown);
    }
    if (fields.get("counters") instanceof Json.Arr rows) {
      return rows.items().stream()
          .map(row -> brokenBy(items(row).get(0), items(row).get(1)))
          .filter(wrong -> wrong != null)
          .findFirst()
          .orElse(null);
    }
    return null;
  }

  private @Nullable String brokenBy(Json counter, Json value) {
    String name = Shown.whole(counter);
    Begun begun = counters.getOrDefault(name, new Begun());
    PowerSum sum = PowerSum.of(value, begun.negatives);
    boolean isForeign = sum.rest() != 0 || (sum.shown() & ~begun.exponents) != 0;
    if (!isForeign && sum.twice() == 0 && sum.minus() == 0) {
      return null;
    }
    String wrong = sum.twice() != 0 ? "an addition twice (counted-twice)" : null;
    return "showed %s of %s: %s"
        .formatted(
            Shown.text(value),
            name,
            wrong == null ? "no sum of what was added (never-added)" : wrong);
  }
}
