package dev.tattle.bench.history;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import org.jspecify.annotations.Nullable;

/** Values for people: strings bare, the rest as JSON. */
public final class Shown {
  /** A longer text is cut. */
  private static final int MAX_CHARS = 60;

  private Shown() {}

  /** A value; a long one is cut, and {@code "?"} stands for none. */
  public static String text(@Nullable Json value) {
    if (value == null) {
      return "?";
    }
    String text = whole(value);
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
  }

  /** A value, however long it is. */
  public static String whole(Json value) {
    return value instanceof Json.Text words ? words.value() : JsonCodec.format(value);
  }
}
