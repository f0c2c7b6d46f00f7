package dev.tattle.bench.history;

import dev.tattle.core.Json;
import java.util.Map;

/**
 * What a client is to do.
 *
 * @param f the operation's name in the history: {@code "read"}
 * @param value its argument; {@link Json#NULL} where it has none
 * @param details more that its client is to know, as fields of its entries in the history: {@code
 *     {"seek-to-beginning?":true}}; mostly empty
 */
public record Invocation(String f, Json value, Json.Obj details) {
  public static final Invocation READ = new Invocation("read", Json.NULL);

  /** An operation without details. */
  public Invocation(String f, Json value) {
    this(f, value, new Json.Obj(Map.of()));
  }
}
