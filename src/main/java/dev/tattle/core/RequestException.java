package dev.tattle.core;

/**
 * Refuses the request that a handler is working on. {@link NodeHost} replies with this error if the
 * sender waits for an answer, and discards what the handler wrote to its outbox.
 */
public final class RequestException extends RuntimeException {
  /** The page that explains requests and replies. */
  public static final String MANUAL =
      "https://github.com/jepsen-io/maelstrom/blob/main/doc/workloads.md";

  private static final long serialVersionUID = 1L;

  /** The error with which the request is answered. */
  private final RpcError error;

  /**
   * Refuses a request.
   *
   * @param text for people: what was wrong, what was expected and what to do
   */
  public RequestException(RpcError error, String text) {
    // Refusals are ordinary, so they have no stack trace: it would cost more than the whole
    // handler.
    super(text, null, false, false);
    this.error = error;
  }

  /** The error with which the request is answered. */
  public RpcError error() {
    return error;
  }

  /** The body of the error reply. */
  public Body body() {
    return error.body(String.valueOf(getMessage()));
  }
}
