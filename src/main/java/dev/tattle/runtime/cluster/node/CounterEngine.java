package dev.tattle.runtime.cluster.node;

import dev.tattle.core.Body;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps counters and answers questions about them. It is a node of this process, or another engine
 * in its place.
 *
 * <p>Thread rule: the event loop, for questions and answers.
 */
@FunctionalInterface
public interface CounterEngine {
  /** An engine that keeps no counters. */
  CounterEngine NONE =
      (question, patience, answer) ->
          answer.accept(RpcError.NOT_SUPPORTED.body("this node keeps no strong counters"));

  /**
   * Asks a question for a client. The answer comes exactly once, in bounded time, and perhaps
   * before this returns.
   *
   * @param patience how long the client waits; a later answer is useless
   * @param answer gets the answer or an error
   */
  void ask(Body question, Duration patience, Consumer<Body> answer);
}
