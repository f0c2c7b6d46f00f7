package dev.tattle.core.rpc;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.util.Optional;

/** The end of a call. */
public sealed interface Result {
  /** The other side answered, without an error. */
  record Ok(Body body) implements Result {}

  /**
   * The other side answered with an error, or not at all.
   *
   * @param code the error's code; 0 if no answer came in time
   */
  record Failed(long code, String text) implements Result {
    /** The error; empty for a code that the protocol does not define. */
    public Optional<RpcError> error() {
      return RpcError.ofCode(code);
    }

    /** True if it is this error. */
    public boolean is(RpcError error) {
      return code == error.code();
    }

    /** True if the operation did not happen and never will. */
    public boolean definite() {
      return error().map(RpcError::definite).orElse(false);
    }
  }

  /** Reads a reply. */
  static Result of(Body reply) {
    if (!reply.type().equals("error")) {
      return new Ok(reply);
    }
    long code =
        reply.fields().get("code") instanceof Json.Int number
            ? number.value()
            : RpcError.CRASH.code();
    String text = reply.fields().get("text") instanceof Json.Text words ? words.value() : "";
    return new Failed(code, text);
  }
}
