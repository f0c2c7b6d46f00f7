package dev.tattle.bench.history;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Histories to test with. */
public final class Histories {
  private Histories() {}

  /**
   * A history of entries {@code "process type f value"}, one per second from 1 s on. If the
   * operation is final, {@code f} ends in an exclamation mark.
   */
  public static List<Operation> of(String... entries) {
    List<Operation> history = new ArrayList<>();
    for (String entry : entries) {
      String[] words = entry.split(" ", 4);
      history.add(
          new Operation(
              history.size(),
              (history.size() + 1) * 1_000_000_000L,
              Operation.Type.valueOf(words[1].toUpperCase(Locale.ROOT)),
              Long.parseLong(words[0]),
              words[2].replace("!", ""),
              json(words[3]),
              null,
              words[2].endsWith("!")));
    }
    return history;
  }

  public static Json json(String text) {
    try {
      return JsonCodec.parse(text);
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a field that must exist. */
  public static Json field(Json.Obj object, String name) {
    return Objects.requireNonNull(object.fields().get(name), name);
  }

  /** A history that real Maelstrom recorded. */
  public static List<Operation> recorded(String name) throws IOException {
    try (InputStream in = open(name + ".jsonl")) {
      return HistoryCodec.read(in, name);
    }
  }

  /** What real Maelstrom's checkers said of it. */
  public static Json.Obj results(String name) throws IOException {
    try (InputStream in = open(name + ".results.json")) {
      return (Json.Obj) JsonCodec.parse(in.readAllBytes());
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  public static InputStream open(String file) {
    return Objects.requireNonNull(Histories.class.getResourceAsStream("/histories/" + file), file);
  }
}
