package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Values of a counter as server-sent events.
 *
 * <p>Thread rule: the event loop.
 */
final class EventStream implements WatchSink {
  private final Exchange exchange;
  private final HttpServerResponse response;
  private final String name;
  private boolean hasBegun;

  private EventStream(Exchange exchange, String name) {
    this.exchange = exchange;
    this.name = name;
    response = exchange.response();
  }

  static void open(Watches watches, Exchange exchange, String name) {
    EventStream stream = new EventStream(exchange, name);
    Runnable close = watches.open(name, stream);
    stream.response.closeHandler(unused -> close.run());
    stream.response.exceptionHandler(unused -> close.run());
  }

  @Override
  public void value(Body answer) {
    send("value", CounterRoutes.value(name, answer));
  }

  @Override
  public void unchanged() {
    response.write(": no change\n\n"); // Those in between see that the stream lives.
  }

  @Override
  public void failed(HttpProblem problem) {
    if (hasBegun) {
      send("problem", problem.toJson());
      response.end();
    } else {
      exchange.problem(problem);
    }
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable more) {
    response.drainHandler(unused -> more.run());
  }

  private void send(String event, Json data) {
    if (!hasBegun) {
      hasBegun = true;
      response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setChunked(true);
      exchange.done(200);
    }
    response.write("event: " + event + "\ndata: " + JsonCodec.format(data) + "\n\n");
  }
}
