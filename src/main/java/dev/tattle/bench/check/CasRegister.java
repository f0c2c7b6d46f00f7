package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A register with {@code read}, {@code write} and {@code cas} of {@code [from, to]}. It holds null
 * until the first write; a read of null is compatible with any state. Source: Knossos's {@code
 * cas-register}.
 */
public final class CasRegister implements Model {
  @Override
  public Json initial() {
    return Json.NULL;
  }

  @Override
  public boolean onlyReads(String f, Json value) {
    return f.equals("read");
  }

  @Override
  public @Nullable Json step(Json state, String f, Json value) {
    return switch (f) {
      case "read" -> value.equals(Json.NULL) || value.equals(state) ? state : null;
      case "write" -> value;
      case "cas" -> cas(state, ((Json.Arr) value).items());
      default -> throw new IllegalArgumentException("a register does not know '" + f + "'");
    };
  }

  private static @Nullable Json cas(Json state, List<Json> fromAndTo) {
    return fromAndTo.get(0).equals(state) ? fromAndTo.get(1) : null;
  }
}
