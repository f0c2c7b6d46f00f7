package dev.tattle.core;

import java.time.Duration;

/** Where a handler writes what it wants done. Nothing happens until the handler returns. */
public interface Outbox {
  /** Sends a message: delivered at most once, in no promised order. */
  void send(NodeId dest, Body body);

  /** Answers a request; does nothing where the sender does not wait for an answer. */
  default void reply(Message request, Body body) {
    Long msgId = request.body().msgId();
    if (msgId != null && request.body().isRequest()) {
      send(request.src(), body.withInReplyTo(msgId));
    }
  }

  /** Fires the timer once after this delay; replaces an equal timer. */
  void setTimer(Timer timer, Duration delay);

  /** Forgets the timer, if it is set. */
  void cancelTimer(Timer timer);
}
