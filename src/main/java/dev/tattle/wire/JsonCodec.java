package dev.tattle.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.tattle.core.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON text. Written text is ASCII: every other character is escaped, so even a
 * lone surrogate survives. In the name of a field, a lone surrogate is refused.
 *
 * <p>Thread rule: stateless, for all threads.
 */
public final class JsonCodec {
  /** The depth to which arrays and objects may nest. A deeper value is refused. */
  public static final int MAX_DEPTH = 1_000;

  private static final int USUAL_BYTES = 256;

  /** The words after which the parser's messages turn to its own options, tokens and sources. */
  private static final String[] INTERNALS = {
    ": enable `",
    ": was expecting ",
    " (start marker at ",
    " (not recognized as one since ",
    "[Source"
  };

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH + 10).build())
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          // Interned names are never freed, and senders choose the names here.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonCodec() {}

  /** Reads text that holds one JSON value. */
  public static Json parse(String text) throws WireException {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads UTF-8 bytes that hold one JSON value. */
  public static Json parse(byte[] utf8) throws WireException {
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      parser.nextToken();
      Json value = read(parser, 0);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "there is more after the JSON value");
      }
      return value;
    } catch (IOException e) {
      throw new WireException("expected a JSON value, but " + problem(e), null);
    }
  }

  /** Writes a value on one line. */
  public static String format(Json value) {
    return new JsonBuffer(USUAL_BYTES).value(value).toString();
  }

  /** Appends a value as one line of ASCII, with its line break. */
  public static void encodeLine(Json value, JsonBuffer out) {
    out.value(value).raw("\n");
  }

  /** Writes a value over several lines, for people. */
  public static String formatPretty(Json value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.useDefaultPrettyPrinter();
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused characters", e);
    }
    return text.toString();
  }

  /** Writes an object as one line, with one more field whose value is JSON text already. */
  public static void writeLine(Json.Obj fields, String name, String text, OutputStream out)
      throws IOException {
    JsonBuffer line = new JsonBuffer(USUAL_BYTES + text.length());
    line.raw("{").fields(fields.fields());
    line.raw(fields.fields().isEmpty() ? "" : ",").string(name).raw(":").raw(text).raw("}\n");
    line.writeTo(out);
  }

  /** Reads the value at the parser's current token and leaves the parser at its last token. */
  static Json read(JsonParser parser, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new JsonParseException(parser, "it nests deeper than " + MAX_DEPTH + " levels");
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "there is nothing");
    }
    return switch (token) {
      case START_OBJECT -> new Json.Obj(readFields(parser, depth));
      case START_ARRAY -> readArray(parser, depth);
      case VALUE_STRING -> new Json.Text(parser.getText());
      case VALUE_NUMBER_INT -> readInteger(parser);
      case VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
      case VALUE_TRUE -> Json.of(true);
      case VALUE_FALSE -> Json.of(false);
      case VALUE_NULL -> Json.NULL;
      default -> throw new JsonParseException(parser, "a value was expected, not " + token);
    };
  }

  private static Json readArray(JsonParser parser, int depth) throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser, depth + 1));
    }
    return new Json.Arr(items);
  }

  private static Map<String, Json> readFields(JsonParser parser, int depth) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      fields.put(name, read(parser, depth + 1));
    }
    return fields;
  }

  private static Json readInteger(JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return new Json.Num(parser.getText());
    }
    long value = parser.getLongValue();
    // "-0" and 0 differ for some senders.
    return value == 0 && parser.getTextLength() == 2 ? new Json.Num("-0") : new Json.Int(value);
  }

  private static void write(Json value, JsonGenerator generator) throws IOException {
    if (value instanceof Json.Text text) {
      generator.writeString(text.value());
    } else if (value instanceof Json.Int integer) {
      generator.writeNumber(integer.value());
    } else if (value instanceof Json.Obj object) {
      generator.writeStartObject();
      for (Map.Entry<String, Json> field : object.fields().entrySet()) {
        generator.writeFieldName(field.getKey());
        write(field.getValue(), generator);
      }
      generator.writeEndObject();
    } else if (value instanceof Json.Arr array) {
      generator.writeStartArray();
      for (Json item : array.items()) {
        write(item, generator);
      }
      generator.writeEndArray();
    } else if (value instanceof Json.Bool bool) {
      generator.writeBoolean(bool.value());
    } else if (value instanceof Json.Num num) {
      generator.writeNumber(num.literal());
    } else {
      generator.writeNull();
    }
  }

  static String problem(IOException e) {
    String message =
        e instanceof com.fasterxml.jackson.core.JacksonException jackson
            ? jackson.getOriginalMessage()
            : e.getMessage();
    return message == null ? e.toString() : withoutInternals(message);
  }

  private static String withoutInternals(String message) {
    String told = message;
    for (String internal : INTERNALS) {
      int begin = told.indexOf(internal);
      told = begin < 0 ? told : told.substring(0, begin);
    }
    return told;
  }
}
