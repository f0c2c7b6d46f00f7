package dev.tattle.runtime;

import dev.tattle.core.Message;
import java.io.IOException;

/**
 * Carries a node's messages out of the process. It collects messages until they are flushed.
 *
 * <p>Thread rule: the node's thread.
 */
public interface Transport {
  /** Adds a message. Nobody sees it before the next flush. */
  void send(Message message);

  /** How much waits for the flush, in a unit of the transport's own. */
  int size();

  /** Drops the messages that were added since the size was this, if they are not flushed. */
  void truncate(int size);

  /** Tells whether a flush is needed before more messages are added. */
  boolean isFull();

  /**
   * Sends all messages that wait.
   *
   * @throws IOException if nobody takes messages any more; the node then ends
   */
  void flush() throws IOException;
}
