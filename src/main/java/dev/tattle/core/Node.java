package dev.tattle.core;

/**
 * A protocol: a deterministic state machine. A handler reads its arguments, its own state and its
 * {@link Environment}, changes its state, writes to the outbox and returns; it never blocks. One
 * thread at a time calls it.
 *
 * <p>A handler may end with {@link RequestException} to refuse a message, and must then have
 * changed nothing. Any other exception is a programmer's error and stops the process.
 */
public interface Node {
  /** The node has been initialised; called once, before anything else. */
  default void onStart(Outbox out) {}

  /**
   * A message that is addressed to this node. One of a type that the node does not know ends with
   * {@link NodeHost#notSupported}; if it is a reply, nobody is told.
   */
  void onMessage(Message message, Outbox out);

  /** A timer that this node set has fired. */
  default void onTimer(Timer timer, Outbox out) {}

  /** The last call: no more messages will come. What was held back is to be answered now. */
  default void onStop(Outbox out) {}
}
