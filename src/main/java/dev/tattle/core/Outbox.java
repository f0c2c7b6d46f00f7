package dev.tattle.core;

import java.time.Duration;
import java.util.List;

/** Where a handler writes what it wants done. Nothing happens until the handler returns. */
public interface Outbox {
  /** Sends a message: delivered at most once, in no promised order. */
  void send(NodeId dest, Body body);

  /** Answers a request; does nothing if the sender does not wait for an answer. */
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
   * Keeps a record on disk. Nobody sees a later effect before the record is there. Call it before
   * you change the state that the record protects, because it may throw. It does nothing if the
   * node has no disk ({@link Environment#isDurable}).
   *
   * @throws RequestException if the disk cannot be written at present. The handler lets it pass,
   *     and must have changed nothing
   */
  void append(Json record);

  /**
   * Replaces all records on disk with these. A crash leaves all of the new records or all of the
   * old ones. It does nothing if the node has no disk.
   *
   * @throws RequestException as {@link #append}
   */
  void checkpoint(List<Json> records);
}
