package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;

/**
 * Receives the values of one watched counter.
 *
 * <p>Thread rule: the event loop.
 */
public interface WatchSink {
  /** Called with the first value, and then with each value that differs from the one before. */
  void value(Body answer);

  /** Called if some time has passed without a change. */
  void unchanged();

  /** Called if the stream has failed. Nothing follows. */
  void failed(HttpProblem problem);

  /** Tells whether the client reads more slowly than the server sends. */
  boolean isFull();

  /** Runs {@code more} once, when more can be sent. */
  void onDrain(Runnable more);
}
