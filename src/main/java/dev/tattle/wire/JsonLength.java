package dev.tattle.wire;

import dev.tattle.core.Json;
import java.util.List;
import java.util.Map;

/**
 * Computes the length of values as JSON text without writing it. The simulator needs only the
 * length of a message, never its text.
 */
final class JsonLength {
  private static final int LITERAL = "true".length();
  private static final int ESCAPED = "\\u0000".length();
  private static final int MOST_DIGITS = 19;

  private long chars;

  long chars() {
    return chars;
  }

  /** Adds the length of text that is written unchanged. */
  JsonLength add(int more) {
    chars += more;
    return this;
  }

  JsonLength add(long integer) {
    int digits = 1;
    long power = -10;
    // Count with negative numbers: they reach one further than positive ones.
    long left = integer < 0 ? integer : -integer;
    while (digits < MOST_DIGITS && left <= power) {
      power *= 10;
      digits++;
    }
    return add(integer < 0 ? digits + 1 : digits);
  }

  /** Adds the length of a string, with quotes and escapes. */
  JsonLength add(String text) {
    int length = "\"\"".length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += isPlain(c) ? 1 : escaped(c);
    }
    return add(length);
  }

  /** Adds the length of all fields, each with a comma. */
  JsonLength addFields(Map<String, Json> fields) {
    fields.forEach((name, value) -> add(name).add(value).add(":,".length()));
    return this;
  }

  JsonLength add(Json value) {
    if (value instanceof Json.Int integer) {
      return add(integer.value());
    } else if (value instanceof Json.Arr array) {
      return addItems(array.items());
    } else if (value instanceof Json.Text text) {
      return add(text.value());
    } else if (value instanceof Json.Obj object) {
      return addFields(object.fields()).add(object.fields().isEmpty() ? 2 : 1);
    } else if (value instanceof Json.Num num) {
      return add(num.literal().length());
    }
    return add(value.equals(Json.of(false)) ? LITERAL + 1 : LITERAL);
  }

  private JsonLength addItems(List<Json> items) {
    int size = items.size();
    for (int i = 0; i < size; i++) {
      add(items.get(i));
    }
    // Two brackets, and a comma between each two items.
    return add(Math.max("[]".length(), size + 1));
  }

  private static boolean isPlain(char c) {
    return c > '"' && c != '\\' && c < 128;
  }

  private static int escaped(char c) {
    return switch (c) {
      case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
      default -> c < ' ' || c > 127 ? ESCAPED : 1;
    };
  }
}
