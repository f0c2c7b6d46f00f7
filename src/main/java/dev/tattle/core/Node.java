package dev.tattle.core;

/**
 * A protocol: a deterministic state machine. A handler reads its arguments, its own state and its
 * {@link Environment}, changes its state, writes to the outbox and returns; it never blocks. One
 * thread at a time calls it.
 *
 * <p>To refuse a message, a handler throws {@link RequestException} before it has changed anything.
 * Any other exception is a programmer's error and stops the process.
 *
 * <p>A node whose state must survive its process writes ahead: it appends a record to its outbox,
 * then changes its state. The first record names the kind of node that wrote it ({@code
 * {"of":"g-set",…}}), so that a node of another kind does not take the records for its own.
 */
public interface Node {
  /** Starts the node. It is called once, after the node is created and before any other handler. */
  default void onStart(Outbox out) {}

  /**
   * Handles a message that is addressed to this node. If the node does not know the message's type,
   * it throws {@link NodeHost#notSupported}; nobody is told of it if the message was a reply.
   */
  void onMessage(Message message, Outbox out);

  /** Handles a timer that this node set. A node that sets timers must handle each of them. */
  default void onTimer(Timer timer, Outbox out) {
    throw new IllegalStateException("nobody handles " + timer);
  }

  /**
   * Stops the node. It is the last call: no more messages will come, so the node now answers the
   * requests that it has held back.
   */
  default void onStop(Outbox out) {}
}
