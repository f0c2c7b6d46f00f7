package dev.tattle.core;

import java.util.Locale;
import java.util.Optional;

/**
 * The errors of Maelstrom's protocol. <em>Definite</em> means that the operation did not happen and
 * never will. Source: Maelstrom's {@code doc/protocol.md}, "Errors".
 */
public enum RpcError {
  /** No answer came in time. */
  TIMEOUT(0, false),
  /** The message was for a node that does not exist. */
  NODE_NOT_FOUND(1, true),
  /** The node does not know this type of request. */
  NOT_SUPPORTED(10, true),
  /** The node cannot do this at present; the client may try again. */
  TEMPORARILY_UNAVAILABLE(11, true),
  /** A field is missing or not as expected. */
  MALFORMED_REQUEST(12, true),
  /** Something unexpected happened, at any point of the operation. */
  CRASH(13, false),
  /** The operation was abandoned, and has changed nothing. */
  ABORT(14, true),
  /** There is no such key. */
  KEY_DOES_NOT_EXIST(20, true),
  /** There is such a key already. */
  KEY_ALREADY_EXISTS(21, true),
  /** A condition of the operation, such as the {@code from} of a cas, does not hold. */
  PRECONDITION_FAILED(22, true),
  /** The transaction conflicts with another one. */
  TXN_CONFLICT(30, true);

  private final int code;
  private final boolean definite;

  RpcError(int code, boolean definite) {
    this.code = code;
    this.definite = definite;
  }

  /** The code in error replies. */
  public int code() {
    return code;
  }

  /** True if the operation did not happen and never will. */
  public boolean definite() {
    return definite;
  }

  /**
   * The error with this code. Empty for a code that the protocol does not define; such an error is
   * never definite.
   */
  public static Optional<RpcError> ofCode(long code) {
    for (RpcError error : values()) {
      if (error.code == code) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  /** The name as the protocol spells it: {@code key-does-not-exist}. */
  public String protocolName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The body of an error reply. */
  public Body body(String text) {
    return Body.of("error", "code", Json.of(code), "text", Json.of(text));
  }
}
