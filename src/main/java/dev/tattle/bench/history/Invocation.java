package dev.tattle.bench.history;

import dev.tattle.core.Json;

/**
 * What a client is to do.
 *
 * @param f the operation's name in the history: {@code "read"}
 * @param value its argument; {@link Json#NULL} where it has none
 */
public record Invocation(String f, Json value) {
  public static final Invocation READ = new Invocation("read", Json.NULL);
}
