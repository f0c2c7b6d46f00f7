package dev.tattle.bench.workload;

import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.function.Consumer;

/**
 * One operation of one process: requests to its node, one after the other, and how it ends. It ends
 * once; what comes later is a programmer's error.
 */
public interface Session {
  /** The node that the process talks to. */
  NodeId node();

  /**
   * Sends a request. A reply of the right schema is handed on. Anything else ends the operation: a
   * time-out or an error of unknown effect as {@code info}; as {@code fail} where the operation is
   * idempotent, or where the error is definite and this was the operation's first request; a
   * malformed reply as {@code info}, and as a problem of the node.
   */
  void call(Body request, ReplySchema reply, Consumer<Body> onReply);

  /**
   * Sends a request whose failure need not end the operation.
   *
   * @param onFailure gets how the operation would have ended
   */
  void call(Body request, ReplySchema reply, Consumer<Body> onReply, Consumer<Outcome> onFailure);

  /** It happened, with this value in the history. */
  void ok(Json value);

  /** Ends as said: {@code fail} if it did not happen, {@code info} if nobody knows. */
  void end(Outcome outcome);
}
