package dev.tattle.runtime;

import dev.tattle.core.Message;
import java.io.IOException;

/**
 * The way of a node's messages out of the process. What is sent gathers until it is flushed.
 *
 * <p>Thread rule: the node's thread.
 */
public interface Transport {
  /** Takes a message, which nobody sees before the next flush. */
  void send(Message message);

  /** How much has gathered, in the transport's own measure. */
  int size();

  /** Takes back what was sent since the size was this, and was not flushed. */
  void truncate(int size);

  /** True where what has gathered should be flushed before more comes. */
  boolean isFull();

  /**
   * Lets out what has gathered.
   *
   * @throws IOException where nobody takes messages any more: the node ends
   */
  void flush() throws IOException;
}
