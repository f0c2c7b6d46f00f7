package dev.tattle.bench.history;

import dev.tattle.core.Json;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a history, in Jepsen's terms: the invocation or the completion of an operation.
 *
 * @param index its place in the history, from 0
 * @param timeNanos since the run began
 * @param process the logical client that did it, from 0; {@link #NEMESIS} for the fault injector
 * @param f the operation's name: {@code "read"}, {@code "add"}, {@code "start-partition"}
 * @param value the argument or the result; {@link Json#NULL} if there is none
 * @param error why it did not end ok: Maelstrom's {@code ["name","text"]} or {@code "net-timeout"}
 * @param isFinal true for reads after all faults have ended
 * @param details further fields of the entry, by name: {@code {"seek-to-beginning?":true}}; usually
 *     empty
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

  /** What an entry says about its operation. */
  public enum Type {
    /** The operation begins. */
    INVOKE,
    /** The operation happened. */
    OK,
    /** The operation did not happen. */
    FAIL,
    /** The operation may have happened, and may still happen. */
    INFO;

    /** The name in a history: lower case. */
    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Makes an entry without details. */
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

  /** Returns this entry with another value. */
  public Operation withValue(Json other) {
    return new Operation(index, timeNanos, type, process, f, other, error, isFinal, details);
  }

  /** Returns this entry with another type. */
  public Operation ofType(Type other) {
    return new Operation(index, timeNanos, other, process, f, value, error, isFinal, details);
  }

  /** True if a client did it; false for an act of a fault. */
  public boolean isClient() {
    return process != NEMESIS;
  }
}
