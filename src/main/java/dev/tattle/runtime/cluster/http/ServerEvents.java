package dev.tattle.runtime.cluster.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * A response that consists of server-sent events. It begins with the first event. Until then the
 * exchange may get another answer.
 *
 * <p>Thread rule: the event loop.
 */
final class ServerEvents {
  private final Exchange exchange;
  private final HttpServerResponse response;
  private boolean hasBegun;

  ServerEvents(Exchange exchange) {
    this.exchange = exchange;
    response = exchange.response();
  }

  /** Sets what to do when the client has gone. It may run more than once. */
  void onClose(Runnable gone) {
    response.closeHandler(unused -> gone.run());
    response.exceptionHandler(unused -> gone.run());
  }

  boolean hasBegun() {
    return hasBegun;
  }

  /**
   * Sends an event.
   *
   * @param data the data, on one line
   */
  void send(String event, String data) {
    if (!hasBegun) {
      hasBegun = true;
      response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setChunked(true);
      exchange.done(200);
    }
    response.write("event: " + event + "\ndata: " + data + "\n\n");
  }

  /** Sends a comment, which clients ignore. It shows proxies that the stream is alive. */
  void comment(String text) {
    response.write(": " + text + "\n\n");
  }

  void end() {
    response.end();
  }

  /** Tells whether the client reads more slowly than the server sends. */
  boolean isFull() {
    return response.writeQueueFull();
  }

  /** Runs {@code more} once, when more can be sent. */
  void onDrain(Runnable more) {
    response.drainHandler(unused -> more.run());
  }
}
