package dev.tattle.runtime;

/**
 * A programmer's error has stopped the node. It has been logged, and whoever waited for an answer
 * has one; the process is to end with a code that says failure.
 */
public final class NodeCrashException extends Exception {
  private static final long serialVersionUID = 1L;

  public NodeCrashException(Throwable cause) {
    super("the node crashed", cause);
  }
}
