package dev.tattle.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line that a node under test wrote, read by Maelstrom's rules. A line is a message if it begins
 * with an object that has {@code "src"}, {@code "dest"}, {@code "body"} and perhaps {@code "id"}.
 * The body is not checked, because only its receiver can judge it: nodes may send each other
 * anything.
 *
 * <p>Thread rule: immutable, for all threads. Source: Maelstrom's {@code process.clj}, {@code
 * net.clj}.
 *
 * @param message the message that the node wrote
 * @param oddity what is wrong with the line although it is a message; null if nothing is
 */
public record NodeLine(Message message, @Nullable String oddity) {
  private static final String EXPECTED =
      "expected {\"src\":string,\"dest\":string,\"body\":object,\"id\"?:integer}";

  /**
   * Reads one line, given without its line break.
   *
   * @throws WireException if the line is not a message
   */
  public static NodeLine read(byte[] buffer, int offset, int length) throws WireException {
    Message plain = PlainReader.read(buffer, offset, length);
    if (plain != null && !plain.body().type().isEmpty()) {
      return new NodeLine(plain, null);
    }
    String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
    boolean isUtf8 = text.indexOf('\uFFFD') < 0 || isSame(text, buffer, offset, length);
    try (JsonParser parser = JsonCodec.FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new JsonParseException(parser, "the line is blank");
      }
      Message message = message(JsonCodec.read(parser, 0), parser);
      return new NodeLine(message, oddity(isUtf8, hasMore(parser)));
    } catch (IOException e) {
      throw new WireException(EXPECTED + ", but " + JsonCodec.problem(e), null);
    }
  }

  private static boolean isSame(String text, byte[] buffer, int offset, int length) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(bytes, 0, bytes.length, buffer, offset, offset + length);
  }

  private static @Nullable String oddity(boolean isUtf8, boolean hasMore) {
    if (hasMore) {
      return "there is more on the line after the message, which nobody reads";
    }
    return isUtf8 ? null : "there are bytes that are not UTF-8";
  }

  /** Tells whether anything follows the first value, JSON or not. */
  private static boolean hasMore(JsonParser parser) {
    try {
      JsonToken next = parser.nextToken();
      return next != null;
    } catch (IOException notJson) {
      return true;
    }
  }

  private static Message message(Json line, JsonParser parser) throws IOException {
    if (!(line instanceof Json.Obj object)) {
      throw new JsonParseException(parser, "the line is " + line.kind());
    }
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      boolean isKnown =
          switch (field.getKey()) {
            case "src", "dest", "body" -> true;
            case "id" -> isInteger(field.getValue());
            default -> false;
          };
      if (!isKnown) {
        throw new JsonParseException(
            parser, "'" + field.getKey() + "' (" + field.getValue().kind() + ") is not allowed");
      }
    }
    return new Message(
        nodeId(object, "src", parser), nodeId(object, "dest", parser), body(object, parser));
  }

  private static boolean isInteger(Json value) {
    return value instanceof Json.Int || (value instanceof Json.Num num && num.isInteger());
  }

  private static NodeId nodeId(Json.Obj line, String name, JsonParser parser) throws IOException {
    Json value = line.fields().get(name);
    if (value instanceof Json.Text text && !text.value().isEmpty()) {
      return new NodeId(text.value());
    }
    boolean isEmpty = value instanceof Json.Text;
    String problem = value == null ? "missing" : isEmpty ? "empty" : value.kind();
    throw new JsonParseException(parser, "'" + name + "' is " + problem);
  }

  /** Reads the body. As in Maelstrom, a missing or null body counts as an empty one. */
  private static Body body(Json.Obj line, JsonParser parser) throws IOException {
    Json value = line.fields().getOrDefault("body", Json.NULL);
    if (value instanceof Json.Null) {
      return new Body("", null, null, Map.of());
    }
    if (!(value instanceof Json.Obj body)) {
      throw new JsonParseException(parser, "'body' is " + value.kind());
    }
    Map<String, Json> fields = new LinkedHashMap<>(body.fields());
    String type = "";
    if (fields.get("type") instanceof Json.Text text && !text.value().isEmpty()) {
      type = text.value();
      fields.remove("type");
    }
    return new Body(type, takeId(fields, "msg_id"), takeId(fields, "in_reply_to"), fields);
  }

  private static @Nullable Long takeId(Map<String, Json> fields, String name) {
    if (fields.get(name) instanceof Json.Int id) {
      fields.remove(name);
      return id.value();
    }
    return null;
  }
}
