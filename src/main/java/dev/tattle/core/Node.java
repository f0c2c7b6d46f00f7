package dev.tattle.core;

/**
 * A protocol: a deterministic state machine. A handler reads its arguments, its own state and its
 * {@link Environment}, changes its state, writes to the outbox and returns; it never blocks. One
 * thread at a time calls it.
 *
 * <p>A handler may end with {@link RequestException} to refuse a message, and must then have
 * changed nothing. Any other exception is a programmer's error and stops the process.
 *
 * <p>A node that is to survive its process writes ahead: it appends a record to its outbox, then
 * changes its state. The first record names the kind of node that wrote it ({@code
 * {"of":"g-set",…}}), so that nobody takes another's records for its own.
 */
public interface Node {
  /** The node has been initialised; called once, before anything else but its creation. */
  default void onStart(Outbox out) {}

  /**
   * A message that is addressed to this node. One of a type that the node does not know ends with
   * {@link NodeHost#notSupported}; if it is a reply, nobody is told.
   */
  void onMessage(Message message, Outbox out);

  /** A timer that this node set has fired. A node that sets timers handles each of them. */
  default void onTimer(Timer timer, Outbox out) {
    throw new IllegalStateException("nobody handles " + timer);
  }

  /** The last call: no more messages will come. What was held back is to be answered now. */
  default void onStop(Outbox out) {}
}
