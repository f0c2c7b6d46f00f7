package dev.tattle.runtime;

/**
 * Says that a programmer's error has stopped the node. The error is logged, and the sender of the
 * request in hand has an answer. The process must end with a failure code.
 */
public final class NodeCrashException extends Exception {
  private static final long serialVersionUID = 1L;

  public NodeCrashException(Throwable cause) {
    super("the node crashed", cause);
  }
}
