package dev.tattle.cli;

import dev.tattle.bench.HistoryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is said, on one line, when the world does not play along. */
final class OperatingError {
  private OperatingError() {}

  /** Rethrows what is no operating error: a bug is to be seen with its stack trace. */
  static String text(Exception e) {
    if (e instanceof HistoryException) {
      return String.valueOf(e.getMessage());
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read or written by this user";
    }
    if (e instanceof FileSystemException failed) {
      return Path.of(failed.getFile()) + ": " + failed.getReason();
    }
    if (e instanceof IOException) {
      return "input or output failed: " + e.getMessage();
    }
    if (e instanceof InterruptedException) {
      return "interrupted";
    }
    throw new IllegalStateException("a bug; please report it with this trace", e);
  }
}
