package dev.tattle.core;

import java.util.Map;

/** Estimates how many bytes a JSON value takes on the wire. */
public final class Weight {
  private static final int SMALL = 8;

  private Weight() {}

  /** About how many bytes the value takes; at least 2. */
  public static long bytes(Json value) {
    if (value instanceof Json.Text text) {
      return text.value().length() + 2L;
    }
    if (value instanceof Json.Num num) {
      return num.literal().length() + 1L;
    }
    if (value instanceof Json.Arr array) {
      long sum = 2;
      for (Json item : array.items()) {
        sum += bytes(item);
      }
      return sum;
    }
    if (value instanceof Json.Obj object) {
      long sum = 2;
      for (Map.Entry<String, Json> field : object.fields().entrySet()) {
        sum += field.getKey().length() + 4L + bytes(field.getValue());
      }
      return sum;
    }
    return SMALL;
  }
}
