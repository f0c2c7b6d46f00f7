package dev.tattle.bench.history;

import dev.tattle.core.Json;
import java.util.Map;

/**
 * An operation for a client to do.
 *
 * @param f the operation's name in the history: {@code "read"}
 * @param value its argument; {@link Json#NULL} if it has none
 * @param details further fields for the client and for the entries in the history: {@code
 *     {"seek-to-beginning?":true}}; usually empty
 */
public record Invocation(String f, Json value, Json.Obj details) {
  /** A read of all that there is. */
  public static final Invocation READ = new Invocation("read", Json.NULL);

  /** Makes an operation without details. */
  public Invocation(String f, Json value) {
    this(f, value, new Json.Obj(Map.of()));
  }
}
