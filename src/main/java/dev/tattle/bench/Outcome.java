package dev.tattle.bench;

import dev.tattle.bench.workload.Invocation;
import dev.tattle.bench.workload.Workload;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ended, as Maelstrom's {@code client.clj} judges it.
 *
 * @param value of the operation now: what came back, or what was asked for
 * @param error why it is not ok
 */
record Outcome(Operation.Type type, Json value, @Nullable Json error) {
  /** No reply came in time. */
  static Outcome ofTimeout(Workload workload, Invocation invocation) {
    return new Outcome(
        notOk(workload.isIdempotent(invocation.f())), invocation.value(), Json.of("net-timeout"));
  }

  /** A reply came that is not what the protocol wants: anything may have happened. */
  static Outcome ofMalformed(Invocation invocation, String problem) {
    Json error = Json.array(Json.of("malformed-reply"), Json.of(problem));
    return new Outcome(Operation.Type.INFO, invocation.value(), error);
  }

  /** The node answered, with an error or with a reply of the right schema. */
  static Outcome ofReply(Workload workload, Invocation invocation, Body reply) {
    if (!reply.type().equals("error")) {
      return new Outcome(Operation.Type.OK, workload.okValue(invocation, reply), null);
    }
    Optional<RpcError> error =
        reply.fields().get("code") instanceof Json.Int code
            ? RpcError.ofCode(code.value())
            : Optional.empty();
    boolean didNotHappen =
        error.map(RpcError::definite).orElse(false) || workload.isIdempotent(invocation.f());
    Json name = Json.of(error.map(RpcError::protocolName).orElse("unknown"));
    Json text = reply.fields().getOrDefault("text", Json.NULL);
    return new Outcome(notOk(didNotHappen), invocation.value(), Json.array(name, text));
  }

  private static Operation.Type notOk(boolean didNotHappen) {
    return didNotHappen ? Operation.Type.FAIL : Operation.Type.INFO;
  }
}
