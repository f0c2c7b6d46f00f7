package dev.tattle.bench.workload;

import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.function.Consumer;

/**
 * One operation of one process: it sends requests to the process's node, one after the other, and
 * ends once. A request or an end after that is a programmer's error.
 */
public interface Session {
  /** The node that the process talks to. */
  NodeId node();

  /**
   * Sends a request and passes a reply that matches the schema to {@code onReply}. Anything else
   * ends the operation. A malformed reply ends it {@code info} and counts as a problem of the node.
   * A time-out or an indefinite error ends it {@code info}, or {@code fail} if the operation is
   * idempotent. A definite error ends it {@code fail} if this was the operation's first request.
   */
  void call(Body request, ReplySchema reply, Consumer<Body> onReply);

  /**
   * Sends a request whose failure need not end the operation.
   *
   * @param onFailure gets the outcome with which the operation would have ended
   */
  void call(Body request, ReplySchema reply, Consumer<Body> onReply, Consumer<Outcome> onFailure);

  /** Ends the operation {@code ok}, with this value in the history. */
  void ok(Json value);

  /** Ends the operation: {@code fail} if it did not happen, {@code info} if that is unknown. */
  void end(Outcome outcome);
}
