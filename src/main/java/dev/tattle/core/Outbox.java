package dev.tattle.core;

import java.time.Duration;
import java.util.List;

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

  /**
   * Keeps a record on disk: nobody sees a later effect before it is there. Call it before you
   * change the state that the record protects, because it may refuse. Where the node has no disk
   * ({@link Environment#isDurable}) it does nothing.
   *
   * @throws RequestException where the disk can't be written at present. The handler ends with it,
   *     and must have changed nothing
   */
  void append(Json record);

  /**
   * Keeps these records in place of all that were kept before. A crash leaves either all of them or
   * the earlier ones. Where the node has no disk it does nothing.
   *
   * @throws RequestException as {@link #append}
   */
  void checkpoint(List<Json> records);
}
