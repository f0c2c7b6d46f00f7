package dev.tattle.bench.history;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of an operation, by the rules of Maelstrom's {@code client.clj}.
 *
 * @param type any but invoke
 * @param value the result, or the argument if there is no result
 * @param error why it is not ok
 */
public record Outcome(Operation.Type type, Json value, @Nullable Json error) {
  /** The operation happened. */
  public static Outcome ok(Json value) {
    return new Outcome(Operation.Type.OK, value, null);
  }

  /**
   * No reply came in time.
   *
   * @param isIdempotent whether it does no harm if the operation has happened
   */
  public static Outcome ofTimeout(Invocation invocation, boolean isIdempotent) {
    return new Outcome(notOk(isIdempotent), invocation.value(), Json.of("net-timeout"));
  }

  /** The reply breaks the protocol: the operation may have happened. */
  public static Outcome ofMalformed(Invocation invocation, String problem) {
    Json error = Json.array(Json.of("malformed-reply"), Json.of(problem));
    return new Outcome(Operation.Type.INFO, invocation.value(), error);
  }

  /** The node answered with this error. */
  public static Outcome ofError(Invocation invocation, Body reply, boolean isIdempotent) {
    Optional<RpcError> error =
        reply.fields().get("code") instanceof Json.Int code
            ? RpcError.ofCode(code.value())
            : Optional.empty();
    boolean didNotHappen = error.map(RpcError::definite).orElse(false) || isIdempotent;
    Json name = Json.of(error.map(RpcError::protocolName).orElse("unknown"));
    Json text = reply.fields().getOrDefault("text", Json.NULL);
    return new Outcome(notOk(didNotHappen), invocation.value(), Json.array(name, text));
  }

  private static Operation.Type notOk(boolean didNotHappen) {
    return didNotHappen ? Operation.Type.FAIL : Operation.Type.INFO;
  }
}
