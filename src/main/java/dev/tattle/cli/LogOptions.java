package dev.tattle.cli;

import dev.tattle.runtime.Log;
import picocli.CommandLine.Option;

/** What servers log, and how. */
final class LogOptions {
  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "log to stderr: error, warn, info or debug (default: info)")
  private Log.Level level = Log.Level.INFO;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "text, or json: one object per line (default: text)")
  private Log.Format format = Log.Format.TEXT;

  /** The log, which from now on has the lines of libraries, too. */
  Log open() {
    return LibraryLog.following(new Log(level, format, System.err));
  }
}
