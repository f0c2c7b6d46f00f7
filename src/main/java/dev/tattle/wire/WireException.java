package dev.tattle.wire;

import dev.tattle.core.Message;
import org.jspecify.annotations.Nullable;

/**
 * Says that a line is not a message: what was expected, and what is wrong. If the line names its
 * sender and has a message id, the exception carries an error reply for the sender.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Message reply;

  WireException(String problem) {
    this(problem, null);
  }

  WireException(String problem, @Nullable Message reply) {
    super(problem, null, false, false);
    this.reply = reply;
  }

  /** The error to send back; null if the line does not say whom to answer. */
  public @Nullable Message reply() {
    return reply;
  }

  /** What was expected, and what is wrong. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
