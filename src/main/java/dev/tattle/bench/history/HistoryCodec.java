package dev.tattle.bench.history;

import dev.tattle.core.Json;
import dev.tattle.wire.EdnCodec;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes histories as text, one entry a line: {@code
 * {"index","time","type","process","f","value","final?"?,"error"?}}. Any further fields are
 * details. Times are in nanoseconds; a process is an integer from 0, or {@code "nemesis"}. It also
 * reads EDN lines with the same fields, as in Maelstrom's {@code history.edn}.
 *
 * <p>Thread rule: stateless, for all threads.
 */
public final class HistoryCodec {
  private static final String EXPECTED =
      "expected {\"index\"?:integer,\"time\":integer,\"type\":\"invoke\"|\"ok\"|\"fail\"|\"info\","
          + "\"process\":integer|\"nemesis\",\"f\":string,\"value\"?:any,\"final?\"?:boolean,"
          + "\"error\"?:any}";
  private static final Set<String> FIELDS =
      Set.of("index", "time", "type", "process", "f", "value", "final?", "error");
  private static final String NEMESIS = "nemesis";
  private static final int SHOWN_CHARS = 200;

  private HistoryCodec() {}

  /**
   * Reads a history to the end of the stream. It skips blank lines. An entry without an index gets
   * the index after its predecessor's; an entry without a value gets null.
   *
   * @param name of the stream in error messages, such as the file's name
   * @throws HistoryException if a line is no entry, or its index is not above its predecessor's
   */
  public static List<Operation> read(InputStream in, String name) throws IOException {
    return read(
        in,
        name,
        cut -> {
          throw cut;
        });
  }

  /**
   * Reads a history from a stream that may end in the middle of a line.
   *
   * @param onCut hears of a last line that has no line break and is no entry; it is left out
   */
  public static List<Operation> read(InputStream in, String name, Consumer<HistoryException> onCut)
      throws IOException {
    List<Operation> history = new ArrayList<>();
    SharedItems shared = new SharedItems();
    LastByte bytes = new LastByte(in);
    int line = 1;
    try {
      // A new decoder reports bytes that are not UTF-8; the charset itself would replace them.
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        try {
          if (!text.isBlank()) {
            Operation read = parse(text, name + ":" + line, nextIndex(history));
            history.add(read.withValue(shared.share(read.value())));
          }
        } catch (HistoryException e) {
          if (reader.read() >= 0 || bytes.last == '\n') {
            throw e;
          }
          onCut.accept(e);
        }
        line++;
      }
    } catch (CharacterCodingException e) {
      throw new HistoryException(
          name + ": expected UTF-8, but there are other bytes in or after line " + line);
    }
    return history;
  }

  /** Writes a history, one entry a line. */
  public static void write(List<Operation> history, OutputStream out) throws IOException {
    for (Operation operation : history) {
      out.write((format(operation) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Formats an entry as a line, without the line break. */
  public static String format(Operation operation) {
    return JsonCodec.format(toJson(operation));
  }

  /** The entry's JSON, as in a history. */
  public static Json.Obj toJson(Operation operation) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("index", Json.of(operation.index()));
    fields.put("time", Json.of(operation.timeNanos()));
    fields.put("type", Json.of(operation.type().jsonName()));
    fields.put("process", operation.isClient() ? Json.of(operation.process()) : Json.of(NEMESIS));
    fields.put("f", Json.of(operation.f()));
    fields.put("value", operation.value());
    fields.putAll(operation.details().fields());
    if (operation.isFinal()) {
      fields.put("final?", Json.of(true));
    }
    if (operation.error() != null) {
      fields.put("error", operation.error());
    }
    return new Json.Obj(fields);
  }

  /** Remembers the last byte of the stream. */
  private static final class LastByte extends FilterInputStream {
    private int last = -1;

    LastByte(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        last = buffer[offset + count - 1];
      }
      return count;
    }
  }

  private static long nextIndex(List<Operation> history) {
    return history.isEmpty() ? 0 : history.get(history.size() - 1).index() + 1;
  }

  private static Operation parse(String line, String place, long nextIndex) {
    try {
      Json entry = EdnCodec.looksLikeEdn(line) ? EdnCodec.parse(line) : JsonCodec.parse(line);
      return fromJson(entry, nextIndex);
    } catch (WireException e) {
      throw malformed(place, line, e.problem());
    } catch (Wrong e) {
      throw malformed(place, line, EXPECTED + ", but " + e.getMessage());
    }
  }

  private static HistoryException malformed(String place, String line, String problem) {
    String shown = line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…";
    return new HistoryException(place + ": " + problem + ": " + shown);
  }

  private static Operation fromJson(Json json, long nextIndex) throws Wrong {
    if (!(json instanceof Json.Obj entry)) {
      throw new Wrong("the line is " + json.kind());
    }
    Map<String, Json> fields = entry.fields();
    return new Operation(
        index(fields, nextIndex),
        integer(fields, "time"),
        type(text(fields, "type")),
        process(fields),
        text(fields, "f"),
        fields.getOrDefault("value", Json.NULL),
        error(fields),
        isFinal(fields),
        details(fields));
  }

  private static Json.Obj details(Map<String, Json> fields) {
    Map<String, Json> details = new LinkedHashMap<>(fields);
    details.keySet().removeAll(FIELDS);
    return new Json.Obj(details.isEmpty() ? Map.of() : details);
  }

  private static long index(Map<String, Json> fields, long nextIndex) throws Wrong {
    long index = fields.containsKey("index") ? integer(fields, "index") : nextIndex;
    if (index < nextIndex) {
      throw new Wrong("'index' is " + index + " where " + nextIndex + " or more was due");
    }
    return index;
  }

  private static Operation.Type type(String name) throws Wrong {
    for (Operation.Type type : Operation.Type.values()) {
      if (type.jsonName().equals(name)) {
        return type;
      }
    }
    throw new Wrong("'type' is '" + name + "'");
  }

  private static long process(Map<String, Json> fields) throws Wrong {
    if (Json.of(NEMESIS).equals(fields.get("process"))) {
      return Operation.NEMESIS;
    }
    long process = integer(fields, "process");
    if (process < 0) {
      throw new Wrong("'process' is negative");
    }
    return process;
  }

  private static @Nullable Json error(Map<String, Json> fields) {
    Json error = fields.get("error");
    return Json.NULL.equals(error) ? null : error;
  }

  private static boolean isFinal(Map<String, Json> fields) throws Wrong {
    Json value = fields.getOrDefault("final?", Json.of(false));
    if (value instanceof Json.Bool bool) {
      return bool.value();
    }
    throw new Wrong("'final?' is " + value.kind());
  }

  private static long integer(Map<String, Json> fields, String name) throws Wrong {
    Json value = present(fields, name);
    if (value instanceof Json.Int integer) {
      return integer.value();
    }
    throw new Wrong("'" + name + "' is " + value.kind() + notOf64Bits(value));
  }

  private static String notOf64Bits(Json value) {
    return value instanceof Json.Num num && num.isInteger() ? " beyond 64 bits" : "";
  }

  private static String text(Map<String, Json> fields, String name) throws Wrong {
    Json value = present(fields, name);
    if (value instanceof Json.Text text) {
      return text.value();
    }
    throw new Wrong("'" + name + "' is " + value.kind());
  }

  private static Json present(Map<String, Json> fields, String name) throws Wrong {
    Json value = fields.get(name);
    if (value == null) {
      throw new Wrong("there is no '" + name + "'");
    }
    return value;
  }

  /** An error in a line, before the place of the line is known. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String problem) {
      super(problem, null, false, false);
    }
  }
}
