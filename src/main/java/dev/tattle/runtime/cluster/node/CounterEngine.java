package dev.tattle.runtime.cluster.node;

import dev.tattle.core.Body;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Whoever keeps counters and answers questions about them: a node of this process, or another
 * engine in its place.
 *
 * <p>Thread rule: the event loop, both ways.
 */
@FunctionalInterface
public interface CounterEngine {
  /** Keeps none. */
  CounterEngine NONE =
      (question, patience, answer) ->
          answer.accept(RpcError.NOT_SUPPORTED.body("this node keeps no strong counters"));

  /**
   * Asks for a client. The answer comes once, in bounded time; it may come before this returns.
   *
   * @param patience how long the client waits; what comes later is of no use
   * @param answer takes what was asked for, or an error
   */
  void ask(Body question, Duration patience, Consumer<Body> answer);
}
