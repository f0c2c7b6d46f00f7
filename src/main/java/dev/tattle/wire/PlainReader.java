package dev.tattle.wire;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain messages fast: ASCII without escapes, integers of at most 18 digits, shallow nesting.
 * It reports no errors. For any other line it returns null, and the full JSON parser reads the
 * line. Whatever it accepts, the full parser reads in the same way.
 *
 * <p>With it a node handles twice as many messages a second. Nearly all lines are plain and short,
 * and the full parser spends most of its time before the first token.
 *
 * <p>Thread rule: one line, one thread.
 */
final class PlainReader {
  private static final int MAX_DEPTH = 16;
  // More digits might not fit into a long.
  private static final int MAX_DIGITS = 18;

  // Differs from every byte.
  private static final int END = 0x100;

  private final byte[] buffer;
  private final int end;
  private int at;

  private PlainReader(byte[] buffer, int offset, int length) {
    this.buffer = buffer;
    at = offset;
    end = offset + length;
  }

  /** Reads a line. Returns null if the line is not a plain message. */
  static @Nullable Message read(byte[] buffer, int offset, int length) {
    PlainReader reader = new PlainReader(buffer, offset, length);
    Message message = reader.message();
    return reader.peek() == END ? message : null;
  }

  private @Nullable Message message() {
    NodeId src = null;
    NodeId dest = null;
    Body body = null;
    for (boolean more = take('{'); more; more = take(',')) {
      String name = name();
      if (name == null) {
        return null;
      }
      boolean isRead =
          switch (name) {
            case "src" -> (src = nodeId()) != null;
            case "dest" -> (dest = nodeId()) != null;
            case "body" -> (body = body()) != null;
            case "id" -> value(0) instanceof Json.Int;
            default -> false;
          };
      if (!isRead) {
        return null;
      }
    }
    return take('}') && src != null && dest != null && body != null
        ? new Message(src, dest, body)
        : null;
  }

  private @Nullable Body body() {
    String type = null;
    Long msgId = null;
    Long inReplyTo = null;
    Map<String, Json> fields = new LinkedHashMap<>();
    for (boolean more = take('{'); more; more = take(',')) {
      String name = name();
      if (name == null) {
        return null;
      }
      boolean isRead =
          switch (name) {
            case "type" -> (type = text()) != null;
            case "msg_id" -> (msgId = id()) != null;
            case "in_reply_to" -> (inReplyTo = id()) != null;
            default -> readInto(fields, name, 1);
          };
      if (!isRead) {
        return null;
      }
    }
    return take('}') && type != null ? new Body(type, msgId, inReplyTo, fields) : null;
  }

  private boolean readInto(Map<String, Json> fields, String name, int depth) {
    Json value = value(depth);
    if (value != null) {
      fields.put(name, value);
    }
    return value != null;
  }

  private @Nullable NodeId nodeId() {
    String text = text();
    return text == null || text.isEmpty() ? null : new NodeId(text);
  }

  private @Nullable Long id() {
    return value(0) instanceof Json.Int id ? (Long) id.value() : null;
  }

  /** Reads a field's name and the colon after it. */
  private @Nullable String name() {
    String name = text();
    return name != null && take(':') ? name : null;
  }

  private @Nullable Json value(int depth) {
    return switch (peek()) {
      case '"' -> string();
      case '[' -> depth < MAX_DEPTH ? array(depth) : null;
      case '{' -> depth < MAX_DEPTH ? object(depth) : null;
      case 't' -> word("true", Json.of(true));
      case 'f' -> word("false", Json.of(false));
      case 'n' -> word("null", Json.NULL);
      case END -> null;
      default -> integer();
    };
  }

  private @Nullable Json string() {
    String text = text();
    return text == null ? null : Json.of(text);
  }

  private @Nullable Json array(int depth) {
    List<Json> items = new ArrayList<>();
    at++;
    if (!take(']')) {
      do {
        Json item = value(depth + 1);
        if (item == null) {
          return null;
        }
        items.add(item);
      } while (take(','));
      if (!take(']')) {
        return null;
      }
    }
    return new Json.Arr(items);
  }

  private @Nullable Json object(int depth) {
    Map<String, Json> fields = new LinkedHashMap<>();
    at++;
    if (!take('}')) {
      do {
        String name = name();
        if (name == null || !readInto(fields, name, depth + 1)) {
          return null;
        }
      } while (take(','));
      if (!take('}')) {
        return null;
      }
    }
    return new Json.Obj(fields);
  }

  private @Nullable Json integer() {
    boolean isNegative = buffer[at] == '-';
    int first = isNegative ? at + 1 : at;
    int i = first;
    long value = 0;
    while (i < end && buffer[i] >= '0' && buffer[i] <= '9' && i - first <= MAX_DIGITS) {
      value = 10 * value + (buffer[i++] - '0');
    }
    int digits = i - first;
    at = i;
    // A leading zero is an error, except for 0 alone. "-0" is left to the parser, which keeps it.
    boolean isDigit = digits == 1 && !isNegative;
    boolean isPlain = 0 < digits && digits <= MAX_DIGITS && (isDigit || buffer[first] != '0');
    return isPlain ? Json.of(isNegative ? -value : value) : null;
  }

  private @Nullable Json word(String word, Json value) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at == end || buffer[at] != word.charAt(i)) {
        return null;
      }
    }
    return value;
  }

  private @Nullable String text() {
    if (!take('"')) {
      return null;
    }
    byte[] line = buffer;
    int from = at;
    int i = from;
    // Bytes beyond ASCII are negative, so they end the loop.
    while (i < end && line[i] >= ' ' && line[i] != '"' && line[i] != '\\') {
      i++;
    }
    at = i + 1;
    return i < end && line[i] == '"'
        ? new String(line, from, i - from, StandardCharsets.ISO_8859_1)
        : null;
  }

  private boolean take(char wanted) {
    boolean isHere = peek() == wanted;
    if (isHere) {
      at++;
    }
    return isHere;
  }

  /** Skips spaces and returns the next byte, or {@link #END}. */
  private int peek() {
    while (at < end && buffer[at] == ' ') {
      at++;
    }
    return at < end ? buffer[at] : END;
  }
}
