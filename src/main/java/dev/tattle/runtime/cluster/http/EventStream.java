package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.wire.JsonCodec;

/**
 * Sends the values of a counter as server-sent events.
 *
 * <p>Thread rule: the event loop.
 */
final class EventStream implements WatchSink {
  private final Exchange exchange;
  private final ServerEvents events;
  private final String name;

  private EventStream(Exchange exchange, String name) {
    this.exchange = exchange;
    this.name = name;
    events = new ServerEvents(exchange);
  }

  static void open(Watches watches, Exchange exchange, String name) {
    EventStream stream = new EventStream(exchange, name);
    stream.events.onClose(watches.open(name, stream));
  }

  @Override
  public void value(Body answer) {
    events.send("value", JsonCodec.format(CounterRoutes.value(name, answer)));
  }

  @Override
  public void unchanged() {
    events.comment("no change");
  }

  @Override
  public void failed(HttpProblem problem) {
    if (events.hasBegun()) {
      events.send("problem", JsonCodec.format(problem.toJson()));
      events.end();
    } else {
      exchange.problem(problem);
    }
  }

  @Override
  public boolean isFull() {
    return events.isFull();
  }

  @Override
  public void onDrain(Runnable more) {
    events.onDrain(more);
  }
}
