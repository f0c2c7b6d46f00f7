package dev.tattle.core.rpc;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import java.time.Duration;

/**
 * A client of one of Maelstrom's key-value services. Results come back through the {@link Calls}
 * that it was made with: a read ends with {@code read_ok{value}} or {@link
 * RpcError#KEY_DOES_NOT_EXIST}; a cas with {@code cas_ok}, {@link RpcError#PRECONDITION_FAILED} or
 * {@link RpcError#KEY_DOES_NOT_EXIST}. Source: Maelstrom's {@code doc/services.md}.
 *
 * <p>Reads are asked again when no answer comes. Writes and cas are sent once: whether to repeat
 * one that timed out, and so may have happened, only the protocol can know.
 *
 * @param <C> the caller's value that says what to do next
 */
public final class KvClient<C> {
  /** Linearizable. */
  public static final NodeId LIN_KV = new NodeId("lin-kv");

  /** Sequential: reads may be stale. */
  public static final NodeId SEQ_KV = new NodeId("seq-kv");

  private static final RetryPolicy READ =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), 3);
  private static final RetryPolicy CHANGE = RetryPolicy.once(Duration.ofSeconds(2));

  private final NodeId service;
  private final Calls<C> calls;

  public KvClient(NodeId service, Calls<C> calls) {
    this.service = service;
    this.calls = calls;
  }

  public void read(Json key, C context, Outbox out) {
    calls.call(service, Body.of("read", "key", key), context, READ, out);
  }

  /** Sets the key to {@code to} if it holds {@code from} or does not exist. */
  public void casOrCreate(Json key, Json from, Json to, C context, Outbox out) {
    Body body =
        Body.of("cas", "key", key, "from", from, "to", to, "create_if_not_exists", Json.of(true));
    calls.call(service, body, context, CHANGE, out);
  }
}
