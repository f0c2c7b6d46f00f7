package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;

/**
 * Where a stream of a counter's values goes.
 *
 * <p>Thread rule: the event loop.
 */
public interface WatchSink {
  /** The first value, or another one than before. */
  void value(Body answer);

  /** Some time has passed without a change. */
  void unchanged();

  /** The stream has ended for this reason; nothing follows. */
  void failed(HttpProblem problem);

  /** Whether the client takes less than it is sent. */
  boolean isFull();

  /** Calls once, when more may be sent. */
  void onDrain(Runnable more);
}
