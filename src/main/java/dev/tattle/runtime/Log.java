package dev.tattle.runtime;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The log: one line an event, {@code UTC-time LEVEL node text}. A logging library would add half to
 * the time in which a node starts.
 *
 * <p>Thread rule: for all threads; lines are never mixed. Writing blocks while the stream does.
 */
public final class Log {
  /** How much is logged: a level and all before it. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    /** The level of this name in lower case. */
    public static Optional<Level> ofName(String name) {
      for (Level level : values()) {
        if (level.name().toLowerCase(Locale.ROOT).equals(name)) {
          return Optional.of(level);
        }
      }
      return Optional.empty();
    }
  }

  private final Level level;
  private final PrintStream out;
  private volatile String node = "-";

  public Log(Level level, PrintStream out) {
    this.level = level;
    this.out = out;
  }

  /** Names the node in all later lines. */
  public void setNode(String name) {
    node = name;
  }

  /** A programmer's error: what happened, with the stack trace in the lines below it. */
  public void error(String text, Throwable cause) {
    synchronized (out) {
      write(Level.ERROR, text);
      cause.printStackTrace(out);
      out.flush();
    }
  }

  /** An error that says all in one line. */
  public void error(String text) {
    write(Level.ERROR, text);
  }

  public void warn(String text) {
    write(Level.WARN, text);
  }

  public void info(String text) {
    write(Level.INFO, text);
  }

  public void debug(String text) {
    write(Level.DEBUG, text);
  }

  /** True where lines of this level are written; for lines that cost something to make. */
  public boolean shows(Level lineLevel) {
    return lineLevel.compareTo(level) <= 0;
  }

  private void write(Level lineLevel, String text) {
    if (shows(lineLevel)) {
      out.println(onOneLine(Instant.now() + " " + lineLevel + " " + node + " " + text));
    }
  }

  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text);
    for (int i = 0; i < line.length(); i++) {
      // Texts quote what strangers sent: a control character could fake a line or drive a terminal.
      if (Character.isISOControl(line.charAt(i))) {
        line.setCharAt(i, '\uFFFD');
      }
    }
    return line.toString();
  }
}
