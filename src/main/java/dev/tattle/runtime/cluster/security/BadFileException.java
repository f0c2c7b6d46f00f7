package dev.tattle.runtime.cluster.security;

import java.io.IOException;

/** A file can't be used; the message says which, and what to do. It has nothing of its content. */
public final class BadFileException extends IOException {
  private static final long serialVersionUID = 1L;

  BadFileException(String text) {
    super(text);
  }
}
