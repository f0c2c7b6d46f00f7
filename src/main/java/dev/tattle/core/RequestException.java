package dev.tattle.core;

/**
 * A handler's refusal of the request in hand. {@link NodeHost} answers it with this error, if
 * somebody waits for an answer; whatever the handler had written to its outbox is not done.
 */
public final class RequestException extends RuntimeException {
  /** Where a person reads more about requests and replies. */
  public static final String MANUAL =
      "https://github.com/jepsen-io/maelstrom/blob/main/doc/workloads.md";

  private static final long serialVersionUID = 1L;

  private final RpcError error;

  public RequestException(RpcError error, String text) {
    // Refusals are ordinary: they carry no stack trace, which costs more than the whole handler.
    super(text, null, false, false);
    this.error = error;
  }

  public RpcError error() {
    return error;
  }

  public Body body() {
    return error.body(String.valueOf(getMessage()));
  }
}
