package dev.tattle.runtime.cluster.security;

import java.io.IOException;

/**
 * Says that a file can't be used. The message names the file and says what to do, and has nothing
 * of the file's content.
 */
public final class BadFileException extends IOException {
  private static final long serialVersionUID = 1L;

  BadFileException(String text) {
    super(text);
  }
}
