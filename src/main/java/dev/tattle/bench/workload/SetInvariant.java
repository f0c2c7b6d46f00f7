package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that no read of a set shows an element whose add has not begun. */
final class SetInvariant implements Invariant {
  private static final int PLACES = 1 << 20;

  // Reads of a long run show millions of elements, most of them small integers. Testing a bit takes
  // a fifth of the time of a look-up.
  private final BitSet small = new BitSet();
  private final Set<Json> others = new LinkedHashSet<>();

  @Override
  public void onInvoke(Invocation invocation) {
    if (!invocation.equals(Invocation.READ)) {
      int place = place(invocation.value());
      if (place >= 0) {
        small.set(place);
      } else {
        others.add(invocation.value());
      }
    }
  }

  @Override
  public @Nullable String brokenBy(Invocation invocation, Json value) {
    if (invocation.equals(Invocation.READ) && value instanceof Json.Arr shown) {
      for (Object item : shown.items().toArray()) { // For the reason that SetTimeline gives.
        if (!isAdded(item)) {
          return "showed " + JsonCodec.format((Json) item) + ", which nobody had asked to add";
        }
      }
    }
    return null;
  }

  private boolean isAdded(Object element) {
    int place = place(element);
    return place >= 0 ? small.get(place) : others.contains(element);
  }

  /** The element's bit; below 0 if it has none. */
  private static int place(Object element) {
    return element instanceof Json.Int integer && integer.value() < PLACES
        ? (int) Math.max(-1, integer.value())
        : -1;
  }
}
