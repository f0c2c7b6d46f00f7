package dev.tattle.runtime;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log: one line per event, {@code UTC-time LEVEL node text}, or a JSON object with
 * {@code time}, {@code level}, {@code node}, {@code event}, {@code text} and the event's own
 * fields. A logging library would make a node's start half as long again.
 *
 * <p>For one kind of event and one peer, at most {@value LineLimit#MOST} lines are written per
 * minute. When the minute is over, a line says how many were left out. Plain lines, which have no
 * event, and lines of level DEBUG are all written.
 *
 * <p>Thread rule: for all threads; lines never mix. Writing blocks while the stream blocks.
 */
public final class Log {
  /** How much is logged: this level and all levels before it. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    /** Finds the level by its name in lower case. */
    public static Optional<Level> ofName(String name) {
      for (Level level : values()) {
        if (level.word().equals(name)) {
          return Optional.of(level);
        }
      }
      return Optional.empty();
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The format of the lines. */
  public enum Format {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON
  }

  /**
   * Not a lambda: it would be the first one that a starting node uses, and cost some milliseconds.
   */
  private static final class Clock implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }

  private static final String NOBODY = "-";
  private static final String NO_EVENT = "other";

  private final Level level;
  private final Format format;
  private final PrintStream out;
  private final LongSupplier clock;
  private final LineLimit limit = new LineLimit();
  private volatile String node = NOBODY;

  /** Logs lines of text. */
  public Log(Level level, PrintStream out) {
    this(level, Format.TEXT, out);
  }

  public Log(Level level, Format format, PrintStream out) {
    this(level, format, out, new Clock());
  }

  Log(Level level, Format format, PrintStream out, LongSupplier clock) {
    this.level = level;
    this.format = format;
    this.out = out;
    this.clock = clock;
  }

  /** Sets the node's name for all later lines. */
  public void setNode(String name) {
    node = name;
  }

  /** Logs a programmer's error: what happened, with the stack trace on the lines below. */
  public void error(String text, Throwable cause) {
    write(Level.ERROR, NO_EVENT, text, cause);
  }

  /** Logs an error that one line explains fully. */
  public void error(String text) {
    write(Level.ERROR, NO_EVENT, text, null);
  }

  public void warn(String text) {
    write(Level.WARN, NO_EVENT, text, null);
  }

  public void info(String text) {
    write(Level.INFO, NO_EVENT, text, null);
  }

  public void debug(String text) {
    write(Level.DEBUG, NO_EVENT, text, null);
  }

  /**
   * Logs an event that people or programs may look for.
   *
   * @param event the event's name, which programs may rely on
   * @param text the same for people, with everything that the fields hold
   * @param fields names and values in turn; if {@code peer} comes first, the limit counts the
   *     events of each peer apart
   */
  public void event(Level lineLevel, String event, String text, Object... fields) {
    if (!shows(lineLevel)) {
      return;
    }
    String kind = fields.length > 1 && fields[0].equals("peer") ? event + " " + fields[1] : event;
    synchronized (out) {
      long nowNanos = clock.getAsLong();
      tell(limit.over(nowNanos));
      if (lineLevel == Level.DEBUG || limit.letsThrough(kind, nowNanos)) {
        write(lineLevel, event, text, null, fields);
      }
    }
  }

  /** Logs what was left out in minutes that are over. Must be called now and then. */
  public void tellLeftOut() {
    synchronized (out) {
      tell(limit.over(clock.getAsLong()));
    }
  }

  /** Logs all that was left out. */
  public void end() {
    synchronized (out) {
      tell(limit.all(clock.getAsLong()));
    }
  }

  private void tell(List<LineLimit.LeftOut> all) {
    for (LineLimit.LeftOut one : all) {
      String text = one.count() + " more lines of '" + one.kind() + "' were left out in a minute";
      write(Level.WARN, "left-out", text, null, "of", one.kind(), "count", one.count());
    }
  }

  /** Tells whether lines of this level are written. Ask before building an expensive line. */
  public boolean shows(Level lineLevel) {
    return lineLevel.compareTo(level) <= 0;
  }

  private void write(
      Level lineLevel, String event, String text, @Nullable Throwable cause, Object... fields) {
    if (!shows(lineLevel)) {
      return;
    }
    Instant now = Instant.now();
    synchronized (out) {
      if (format == Format.JSON) {
        out.println(json(now, lineLevel, event, text, cause, fields));
      } else {
        out.println(onOneLine(now + " " + lineLevel + " " + node + " " + text));
        if (cause != null) {
          cause.printStackTrace(out);
        }
      }
      out.flush();
    }
  }

  private String json(
      Instant time,
      Level lineLevel,
      String event,
      String text,
      @Nullable Throwable cause,
      Object... fields) {
    Map<String, Json> line = new LinkedHashMap<>();
    line.put("time", Json.of(time.toString()));
    line.put("level", Json.of(lineLevel.word()));
    line.put("node", Json.of(node));
    line.put("event", Json.of(event));
    line.put("text", Json.of(text));
    for (int i = 0; i < fields.length; i += 2) {
      line.put(String.valueOf(fields[i]), value(fields[i + 1]));
    }
    if (cause != null) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      line.put("stack", Json.of(trace.toString()));
    }
    return JsonCodec.format(new Json.Obj(line));
  }

  private static Json value(Object value) {
    if (value instanceof Json json) {
      return json;
    }
    return value instanceof Number number
        ? Json.of(number.longValue())
        : Json.of(String.valueOf(value));
  }

  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text);
    for (int i = 0; i < line.length(); i++) {
      // Texts quote what strangers sent. A control character could fake a line or control a
      // terminal.
      if (Character.isISOControl(line.charAt(i))) {
        line.setCharAt(i, '\uFFFD');
      }
    }
    return line.toString();
  }
}
