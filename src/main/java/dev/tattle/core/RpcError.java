package dev.tattle.core;

import java.util.Locale;
import java.util.Optional;

/**
 * The errors of Maelstrom's protocol. <em>Definite</em> means that the operation did not happen and
 * never will. Source: Maelstrom's {@code doc/protocol.md}, "Errors".
 */
public enum RpcError {
  TIMEOUT(0, false),
  NODE_NOT_FOUND(1, true),
  NOT_SUPPORTED(10, true),
  TEMPORARILY_UNAVAILABLE(11, true),
  MALFORMED_REQUEST(12, true),
  CRASH(13, false),
  ABORT(14, true),
  KEY_DOES_NOT_EXIST(20, true),
  KEY_ALREADY_EXISTS(21, true),
  PRECONDITION_FAILED(22, true),
  TXN_CONFLICT(30, true);

  private final int code;
  private final boolean definite;

  RpcError(int code, boolean definite) {
    this.code = code;
    this.definite = definite;
  }

  public int code() {
    return code;
  }

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
