package dev.tattle.runtime.cluster.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * A response made of server-sent events. It begins with the first event; until then, the exchange
 * may be answered otherwise.
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

  /** Runs once or more often, when the client has gone. */
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
   * @param data of one line
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

  /** Says something that clients ignore, so that all on the way see that the stream lives. */
  void comment(String text) {
    response.write(": " + text + "\n\n");
  }

  void end() {
    response.end();
  }

  /** Whether the client takes less than it is sent. */
  boolean isFull() {
    return response.writeQueueFull();
  }

  /** Calls once, when more may be sent. */
  void onDrain(Runnable more) {
    response.drainHandler(unused -> more.run());
  }
}
