package dev.tattle.core.rpc;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import java.time.Duration;

/**
 * A client of one of Maelstrom's key-value services. Results come back through its {@link Calls}. A
 * read ends with {@code read_ok{value}} or {@link RpcError#KEY_DOES_NOT_EXIST}. A cas ends with
 * {@code cas_ok}, {@link RpcError#PRECONDITION_FAILED} or {@link RpcError#KEY_DOES_NOT_EXIST}.
 * Source: Maelstrom's {@code doc/services.md}.
 *
 * <p>A read is sent again if no answer comes. A cas is sent once: if it timed out, it may have
 * happened, and only the protocol knows whether to repeat it.
 *
 * @param <C> the caller's value that says what to do next
 */
public final class KvClient<C> {
  /** The linearizable service. */
  public static final NodeId LIN_KV = new NodeId("lin-kv");

  /** The sequential service: its reads may be stale. */
  public static final NodeId SEQ_KV = new NodeId("seq-kv");

  private static final RetryPolicy READ =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), 3);
  private static final RetryPolicy CHANGE = RetryPolicy.once(Duration.ofSeconds(2));

  private final NodeId service;
  private final Calls<C> calls;

  /** Makes a client of this service. */
  public KvClient(NodeId service, Calls<C> calls) {
    this.service = service;
    this.calls = calls;
  }

  /** Reads the key. */
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
