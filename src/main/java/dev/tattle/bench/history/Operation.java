package dev.tattle.bench.history;

import dev.tattle.core.Json;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a history, in Jepsen's terms: the invocation of an operation or its completion.
 *
 * @param index its place in the history, from 0
 * @param timeNanos since the run began
 * @param process the logical client that did it, from 0; {@link #NEMESIS} for the fault injector
 * @param f the operation's name: {@code "read"}, {@code "add"}, {@code "start-partition"}
 * @param value what was asked for, or what came back; {@link Json#NULL} where there is nothing
 * @param error why it did not end ok: Maelstrom's {@code ["name","text"]} or {@code "net-timeout"}
 * @param isFinal true for the reads after everything has healed
 * @param details further fields of the entry, under their names: {@code
 *     {"seek-to-beginning?":true}}; mostly empty
 */
public record Operation(
    long index,
    long timeNanos,
    Type type,
    long process,
    String f,
    Json value,
    @Nullable Json error,
    boolean isFinal,
    Json.Obj details) {
  private static final Json.Obj NO_DETAILS = new Json.Obj(Map.of());

  /** The process of the fault injector. */
  public static final long NEMESIS = -1;

  /** What an entry says of its operation. */
  public enum Type {
    /** It begins. */
    INVOKE,
    /** It happened. */
    OK,
    /** It did not happen. */
    FAIL,
    /** It may have happened, and may still happen. */
    INFO;

    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An entry without details. */
  public Operation(
      long index,
      long timeNanos,
      Type type,
      long process,
      String f,
      Json value,
      @Nullable Json error,
      boolean isFinal) {
    this(index, timeNanos, type, process, f, value, error, isFinal, NO_DETAILS);
  }

  /** The same, with another value. */
  public Operation withValue(Json other) {
    return new Operation(index, timeNanos, type, process, f, other, error, isFinal, details);
  }

  /** The same, of another type. */
  public Operation ofType(Type other) {
    return new Operation(index, timeNanos, other, process, f, value, error, isFinal, details);
  }

  public boolean isClient() {
    return process != NEMESIS;
  }
}
