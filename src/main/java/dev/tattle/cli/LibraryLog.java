package dev.tattle.cli;

import dev.tattle.runtime.Log;
import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What libraries log, as lines of our log: warnings and errors. What the network does to a
 * connection is no reason for a stack trace.
 *
 * <p>Thread rule: for all threads.
 */
final class LibraryLog extends Handler {
  private final Log log;

  private LibraryLog(Log log) {
    this.log = log;
    setLevel(Level.WARNING);
  }

  /** From now on, all that libraries log goes to this log. */
  static Log following(Log log) {
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new LibraryLog(log));
    return log;
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    Throwable cause = record.getThrown();
    String text = record.getLoggerName() + ": " + record.getMessage();
    boolean isSevere = record.getLevel().intValue() >= Level.SEVERE.intValue();
    if (cause != null && isSevere && !(cause instanceof IOException)) {
      log.error(text, cause);
    } else {
      Log.Level level = isSevere ? Log.Level.ERROR : Log.Level.WARN;
      String line = cause == null ? text : text + " (" + cause + ")";
      log.event(level, "library", line, "logger", String.valueOf(record.getLoggerName()));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
