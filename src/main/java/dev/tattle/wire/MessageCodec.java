package dev.tattle.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes messages as lines and decodes them: {@code
 * {"src","dest","body":{"type","msg_id"?,"in_reply_to"?,…}}}. Decoding ignores other fields of the
 * envelope, such as Maelstrom's {@code "id"}.
 *
 * <p>Thread rule: stateless, for all threads.
 */
public final class MessageCodec {
  private static final String EXPECTED =
      "expected {\"src\":string,\"dest\":string,\"body\":{\"type\":string,\"msg_id\"?:integer,"
          + "\"in_reply_to\"?:integer,…}}";
  private static final int SHOWN_BYTES = 200;
  private static final int USUAL_BYTES = 256;
  private static final byte[] SRC = ascii("\"src\":");
  private static final byte[] DEST = ascii(",\"dest\":");
  private static final byte[] BODY = ascii(",\"body\":");
  private static final byte[] TYPE = ascii(",\"body\":{\"type\":");
  private static final byte[] MSG_ID = ascii(",\"msg_id\":");
  private static final byte[] IN_REPLY_TO = ascii(",\"in_reply_to\":");
  private static final byte[] END = ascii("}}\n");
  private static final int EMPTY_LINE_BYTES =
      "{".length() + SRC.length + DEST.length + TYPE.length + END.length;

  private MessageCodec() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads one line, given without its line break. */
  public static Message decode(byte[] buffer, int offset, int length) throws WireException {
    Message plain = PlainReader.read(buffer, offset, length);
    return plain == null ? parse(buffer, offset, length) : plain;
  }

  /** Does what {@link #decode} does, always with the full JSON parser. */
  static Message parse(byte[] buffer, int offset, int length) throws WireException {
    try (JsonParser parser = JsonCodec.FACTORY.createParser(buffer, offset, length)) {
      return read(parser);
    } catch (IOException e) {
      String problem = EXPECTED + ", but " + JsonCodec.problem(e);
      String text = problem + "; see " + RequestException.MANUAL;
      throw new WireException(
          problem + ": " + shown(buffer, offset, length),
          Salvage.errorReply(buffer, offset, length, text));
    }
  }

  public static Message decode(byte[] line) throws WireException {
    return decode(line, 0, line.length);
  }

  /** Writes one line, with its line break. */
  public static void encode(Message message, JsonBuffer out) {
    write(message, out.raw("{"));
  }

  private static void write(Message message, JsonBuffer out) {
    Body body = message.body();
    out.raw(SRC).string(message.src().name());
    out.raw(DEST).string(message.dest().name());
    if (body.type().isEmpty()) {
      out.raw(BODY).value(toJson(body)).raw("}\n");
      return;
    }
    out.raw(TYPE).string(body.type());
    if (body.msgId() != null) {
      out.raw(MSG_ID).integer(body.msgId());
    }
    if (body.inReplyTo() != null) {
      out.raw(IN_REPLY_TO).integer(body.inReplyTo());
    }
    out.fields(body.fields()).raw(END);
  }

  /** Writes one line, with its line break. */
  public static void encode(Message message, OutputStream out) throws IOException {
    JsonBuffer line = new JsonBuffer(USUAL_BYTES);
    encode(message, line);
    line.writeTo(out);
  }

  /** Writes one line that begins with the network's id of the message, as Maelstrom's lines do. */
  public static void encode(long id, Message message, OutputStream out) throws IOException {
    JsonBuffer line = new JsonBuffer(USUAL_BYTES);
    line.raw("{\"id\":").integer(id).raw(",");
    write(message, line);
    line.writeTo(out);
  }

  /** Counts the bytes that {@link #encode(Message, OutputStream)} writes, line break included. */
  public static long length(Message message) {
    Body body = message.body();
    if (body.type().isEmpty()) {
      JsonBuffer line = new JsonBuffer(USUAL_BYTES);
      encode(message, line);
      return line.size();
    }
    JsonLength length = new JsonLength().add(EMPTY_LINE_BYTES);
    length.add(message.src().name()).add(message.dest().name()).add(body.type());
    if (body.msgId() != null) {
      length.add(MSG_ID.length).add(body.msgId().longValue());
    }
    if (body.inReplyTo() != null) {
      length.add(IN_REPLY_TO.length).add(body.inReplyTo().longValue());
    }
    return length.addFields(body.fields()).chars();
  }

  /** Converts a body to the JSON object that a message holds. */
  public static Json toJson(Body body) {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (!body.type().isEmpty()) {
      fields.put("type", Json.of(body.type()));
    }
    if (body.msgId() != null) {
      fields.put("msg_id", Json.of(body.msgId()));
    }
    if (body.inReplyTo() != null) {
      fields.put("in_reply_to", Json.of(body.inReplyTo()));
    }
    fields.putAll(body.fields());
    return new Json.Obj(fields);
  }

  private static Message read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(parser, "the line is not an object");
    }
    NodeId src = null;
    NodeId dest = null;
    Body body = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "src" -> src = readNodeId(parser, name);
        case "dest" -> dest = readNodeId(parser, name);
        case "body" -> body = readBody(parser);
        default -> parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
      throw new JsonParseException(parser, "the line goes on after the message");
    }
    return new Message(
        present(parser, src, "src"), present(parser, dest, "dest"), present(parser, body, "body"));
  }

  private static Body readBody(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_OBJECT, parser.currentToken(), "body", "an object");
    String type = null;
    Long msgId = null;
    Long inReplyTo = null;
    Map<String, Json> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "type" -> {
          expect(parser, JsonToken.VALUE_STRING, token, "type", "a string");
          type = parser.getText();
        }
        case "msg_id" -> msgId = readId(parser, name);
        case "in_reply_to" -> inReplyTo = readId(parser, name);
        default -> fields.put(name, JsonCodec.read(parser, 1));
      }
    }
    return new Body(present(parser, type, "type"), msgId, inReplyTo, fields);
  }

  private static NodeId readNodeId(JsonParser parser, String name) throws IOException {
    expect(parser, JsonToken.VALUE_STRING, parser.currentToken(), name, "a string");
    if (parser.getTextLength() == 0) {
      throw new JsonParseException(parser, "'" + name + "' is empty");
    }
    return new NodeId(parser.getText());
  }

  private static long readId(JsonParser parser, String name) throws IOException {
    expect(parser, JsonToken.VALUE_NUMBER_INT, parser.currentToken(), name, "an integer");
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new JsonParseException(parser, "'" + name + "' does not fit into 64 bits");
    }
    return parser.getLongValue();
  }

  private static void expect(
      JsonParser parser, JsonToken wanted, @Nullable JsonToken found, String name, String kind)
      throws IOException {
    if (found != wanted) {
      throw new JsonParseException(parser, "'" + name + "' is not " + kind);
    }
  }

  private static <T> T present(JsonParser parser, @Nullable T value, String name)
      throws IOException {
    if (value == null) {
      throw new JsonParseException(parser, "'" + name + "' is missing");
    }
    return value;
  }

  private static String shown(byte[] buffer, int offset, int length) {
    String start =
        new String(buffer, offset, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
    // A log entry must stay on one line, whatever the sender wrote.
    StringBuilder visible = new StringBuilder();
    start
        .codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .forEach(visible::appendCodePoint);
    return length > SHOWN_BYTES ? visible + "… (" + length + " bytes)" : visible.toString();
  }

  /** Finds out whom to answer if a line is well-formed JSON but not a message. */
  private static final class Salvage {
    private @Nullable String src;
    private @Nullable String dest;
    private @Nullable Long msgId;
    private boolean isReply;

    static @Nullable Message errorReply(byte[] buffer, int offset, int length, String text) {
      Salvage salvage = new Salvage();
      try (JsonParser parser = JsonCodec.FACTORY.createParser(buffer, offset, length)) {
        salvage.scan(parser);
      } catch (IOException notJson) {
        return null;
      }
      return salvage.reply(text);
    }

    private @Nullable Message reply(String text) {
      if (src == null || src.isEmpty() || dest == null || dest.isEmpty()) {
        return null;
      }
      if (msgId == null || isReply) {
        return null;
      }
      Body body = RpcError.MALFORMED_REQUEST.body(text).withInReplyTo(msgId);
      return new Message(new NodeId(dest), new NodeId(src), body);
    }

    private void scan(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (name.equals("src") && token == JsonToken.VALUE_STRING) {
          src = parser.getText();
        } else if (name.equals("dest") && token == JsonToken.VALUE_STRING) {
          dest = parser.getText();
        } else if (name.equals("body") && token == JsonToken.START_OBJECT) {
          scanBody(parser);
        } else {
          parser.skipChildren();
        }
      }
      // Read the rest to find its errors: a line that is not JSON gets no answer.
      while (parser.nextToken() != null) {}
    }

    private void scanBody(JsonParser parser) throws IOException {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (name.equals("msg_id")
            && token == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
          msgId = parser.getLongValue();
        } else if (name.equals("in_reply_to")) {
          isReply = true;
          parser.skipChildren();
        } else {
          parser.skipChildren();
        }
      }
    }
  }
}
