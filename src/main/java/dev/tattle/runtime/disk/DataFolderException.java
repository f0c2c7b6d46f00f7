package dev.tattle.runtime.disk;

/**
 * Says that a node can't start from its data folder. It is an operating error: its message is one
 * line that says what is wrong and what to do.
 */
public final class DataFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataFolderException(String message) {
    super(message);
  }

  DataFolderException(String message, Exception cause) {
    super(message + ": " + cause, cause);
  }
}
