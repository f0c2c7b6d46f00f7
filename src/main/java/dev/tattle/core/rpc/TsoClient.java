package dev.tattle.core.rpc;

import dev.tattle.core.Body;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.time.Duration;

/**
 * A client of Maelstrom's {@code lin-tso}, a linearizable source of timestamps. A call ends with
 * {@code ts_ok{ts}}; a timestamp that is lost to a time-out leaves a gap and no other harm, so
 * requests are repeated.
 *
 * @param <C> the caller's value that says what to do next
 */
public final class TsoClient<C> {
  public static final NodeId LIN_TSO = new NodeId("lin-tso");

  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), 3);

  private final Calls<C> calls;

  public TsoClient(Calls<C> calls) {
    this.calls = calls;
  }

  public void timestamp(C context, Outbox out) {
    calls.call(LIN_TSO, Body.of("ts"), context, POLICY, out);
  }
}
