package dev.tattle.bench.workload;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** No read of a set shows an element whose add has not begun. */
final class SetInvariant implements Invariant {
  private static final int PLACES = 1 << 20;

  // Reads of a long run show millions of elements, which are small integers: a bit takes a fifth
  // of the time of a look-up.
  private final BitSet small = new BitSet();
  private final Set<Json> others = new LinkedHashSet<>();

  @Override
  public void onInvoke(Invocation invocation) {
    if (!invocation.equals(Invocation.READ)) {
      Json element = invocation.value();
      if (isSmall(element)) {
        small.set(place(element));
      } else {
        others.add(element);
      }
    }
  }

  @Override
  public @Nullable String brokenBy(Invocation invocation, Json value) {
    if (invocation.equals(Invocation.READ) && value instanceof Json.Arr shown) {
      List<Json> items = shown.items();
      for (int i = 0; i < items.size(); i++) {
        if (!isAdded(items.get(i))) {
          return "showed " + JsonCodec.format(items.get(i)) + ", which nobody had asked to add";
        }
      }
    }
    return null;
  }

  private boolean isAdded(Json element) {
    return isSmall(element) ? small.get(place(element)) : others.contains(element);
  }

  private static boolean isSmall(Json element) {
    return element instanceof Json.Int integer && integer.value() >= 0 && integer.value() < PLACES;
  }

  private static int place(Json small) {
    return (int) ((Json.Int) small).value();
  }
}
