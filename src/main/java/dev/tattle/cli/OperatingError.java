package dev.tattle.cli;

import dev.tattle.bench.history.HistoryException;
import dev.tattle.runtime.cluster.security.BadFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** What is said, on one line, when the world does not play along. */
final class OperatingError {
  private OperatingError() {}

  /** What to say of it; empty of what is no operating error but a bug. */
  static Optional<String> text(Exception e) {
    if (e instanceof HistoryException) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (e instanceof IOException failure) {
      return Optional.of(text(failure));
    }
    return e instanceof InterruptedException ? Optional.of("interrupted") : Optional.empty();
  }

  /** What to say of a file that can't be read or written. */
  static String text(IOException e) {
    if (e instanceof BadFileException bad) {
      return String.valueOf(bad.getMessage());
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "this user may not read or write " + denied.getFile();
    }
    if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getFile() + ": " + failed.getReason();
    }
    return "input or output failed: " + e.getMessage();
  }
}
