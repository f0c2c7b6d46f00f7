package dev.tattle.wire;

import dev.tattle.core.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A growing buffer of JSON text. All bytes are ASCII: every other character is escaped.
 *
 * <p>Jackson's generator takes three times as long, because each message needs a new generator and
 * two copies.
 *
 * <p>Thread rule: one thread.
 */
public final class JsonBuffer {
  private static final int MAX_DEPTH = JsonCodec.MAX_DEPTH + 10;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int ESCAPED_BYTES = 6;
  private static final int LONG_BYTES = 20;

  private byte[] bytes;
  private int size;

  public JsonBuffer(int capacityBytes) {
    bytes = new byte[capacityBytes];
  }

  public int size() {
    return size;
  }

  /** Shortens the buffer to an earlier size; does nothing if the buffer is shorter already. */
  public void truncate(int earlierSize) {
    size = Math.min(size, earlierSize);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** Copies the content of the buffer. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
  }

  /** Appends text that is JSON already. */
  JsonBuffer raw(byte[] ascii) {
    reserve(ascii.length);
    System.arraycopy(ascii, 0, bytes, size, ascii.length);
    size += ascii.length;
    return this;
  }

  /** Appends text that is JSON already. */
  JsonBuffer raw(String ascii) {
    return raw(ascii.getBytes(StandardCharsets.UTF_8));
  }

  private JsonBuffer raw(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  JsonBuffer string(String value) {
    int length = value.length();
    reserve(length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && c < 0x80) {
        bytes[size++] = (byte) c;
      } else {
        reserve(ESCAPED_BYTES + length - i);
        escape(c);
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private void escape(char c) {
    bytes[size++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[size++] = (byte) c;
      case '\b' -> bytes[size++] = 'b';
      case '\t' -> bytes[size++] = 't';
      case '\n' -> bytes[size++] = 'n';
      case '\f' -> bytes[size++] = 'f';
      case '\r' -> bytes[size++] = 'r';
      default -> {
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
          bytes[size++] = HEX[c >> shift & 0xf];
        }
      }
    }
  }

  JsonBuffer integer(long value) {
    if (value == Long.MIN_VALUE) {
      return raw(Long.toString(value)); // Its negation does not fit a long.
    }
    reserve(LONG_BYTES);
    if (value < 0) {
      bytes[size++] = '-';
    }
    long rest = Math.abs(value);
    int digits = 1;
    for (long bound = 10; digits < LONG_BYTES - 1 && rest >= bound; bound *= 10) {
      digits++;
    }
    size += digits;
    for (int i = size - 1; i >= size - digits; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return this;
  }

  JsonBuffer value(Json value) {
    return value(value, 0);
  }

  private JsonBuffer value(Json value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("a value nests deeper than " + MAX_DEPTH + " levels");
    }
    if (value instanceof Json.Text text) {
      return string(text.value());
    } else if (value instanceof Json.Int integer) {
      return integer(integer.value());
    } else if (value instanceof Json.Obj object) {
      raw('{').fields(object.fields(), depth + 1);
      return raw('}');
    } else if (value instanceof Json.Arr array) {
      return raw('[').items(array.items(), depth + 1).raw(']');
    } else if (value instanceof Json.Bool bool) {
      return raw(bool.value() ? "true" : "false");
    } else if (value instanceof Json.Num num) {
      return raw(num.literal());
    }
    return raw("null");
  }

  private JsonBuffer items(List<Json> items, int depth) {
    int before = size;
    for (Json item : items) {
      if (size > before) {
        raw(',');
      }
      value(item, depth);
    }
    return this;
  }

  /** Appends the fields of an object, without the braces. */
  JsonBuffer fields(Map<String, Json> fields) {
    return fields(fields, 1);
  }

  private JsonBuffer fields(Map<String, Json> fields, int depth) {
    for (Map.Entry<String, Json> field : fields.entrySet()) {
      if (bytes[size - 1] != '{') {
        raw(',');
      }
      string(field.getKey()).raw(':').value(field.getValue(), depth);
    }
    return this;
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), larger(bytes.length)));
    }
  }

  private static int larger(int capacity) {
    return (int) Math.min(2L * capacity, Integer.MAX_VALUE - 8);
  }
}
