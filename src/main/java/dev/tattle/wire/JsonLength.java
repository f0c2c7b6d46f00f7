package dev.tattle.wire;

import dev.tattle.core.Json;
import java.util.List;
import java.util.Map;

/** How long values are as text, without writing them: a simulated message never becomes text. */
final class JsonLength {
  private static final int LITERAL = "true".length();
  private static final int ESCAPED = "\\u0000".length();
  private static final int MOST_DIGITS = 19;

  private JsonLength() {}

  static long of(Json value) {
    if (value instanceof Json.Int integer) {
      return of(integer.value());
    } else if (value instanceof Json.Arr array) {
      return of(array.items());
    } else if (value instanceof Json.Text text) {
      return of(text.value());
    } else if (value instanceof Json.Obj object) {
      return Math.max("{}".length(), ofFields(object.fields()) + 1);
    } else if (value instanceof Json.Num num) {
      return num.literal().length();
    }
    return value.equals(Json.of(false)) ? LITERAL + 1 : LITERAL;
  }

  /** Of all fields, each with a comma. */
  static long ofFields(Map<String, Json> fields) {
    long length = 0;
    for (Map.Entry<String, Json> field : fields.entrySet()) {
      length += of(field.getKey()) + ":".length() + of(field.getValue()) + ",".length();
    }
    return length;
  }

  static long of(long integer) {
    int digits = 1;
    long power = -10;
    // Below zero there is one number more.
    long left = integer < 0 ? integer : -integer;
    while (digits < MOST_DIGITS && left <= power) {
      power *= 10;
      digits++;
    }
    return integer < 0 ? digits + 1 : digits;
  }

  static long of(String text) {
    long length = "\"\"".length();
    for (int i = 0; i < text.length(); i++) {
      length += of(text.charAt(i));
    }
    return length;
  }

  private static long of(List<Json> items) {
    // The brackets, and a comma between two.
    long length = Math.max("[]".length(), items.size() + 1L);
    for (int i = 0; i < items.size(); i++) {
      length += of(items.get(i));
    }
    return length;
  }

  private static int of(char c) {
    return switch (c) {
      case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
      default -> c < ' ' || c > '~' + 1 ? ESCAPED : 1;
    };
  }
}
