package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.wire.JsonCodec;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams of a counter's values as server-sent events: the present value first, then each new one.
 * Values that come in quick succession, or faster than the client takes them, are left out, but for
 * the last.
 *
 * <p>Thread rule: the event loop.
 */
final class Watches {
  private static final long WAIT_MILLIS = 15_000;
  private static final Duration PATIENCE = Duration.ofMillis(WAIT_MILLIS + 5_000);

  /** Between two values of one stream. */
  private static final long PAUSE_MILLIS = 50;

  private static final long RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final NodePort node;
  private final int most;
  private int open;

  Watches(Vertx vertx, NodePort node, int most) {
    this.vertx = vertx;
    this.node = node;
    this.most = most;
  }

  int open() {
    return open;
  }

  void open(Exchange exchange, String name) {
    if (open >= most) {
      throw new ProblemException(
          HttpProblem.unavailable("expected at most " + most + " watchers; try again later"));
    }
    open++;
    new Stream(exchange, name).begin();
  }

  private final class Stream {
    private final Exchange exchange;
    private final HttpServerResponse response;
    private final String name;
    private @Nullable Json last;
    private boolean hasBegun;
    private boolean isClosed;

    Stream(Exchange exchange, String name) {
      this.exchange = exchange;
      this.name = name;
      response = exchange.response();
    }

    void begin() {
      response.closeHandler(unused -> close());
      response.exceptionHandler(unused -> close());
      ask();
    }

    private void ask() {
      if (isClosed) {
        return;
      }
      Map<String, Json> fields = new LinkedHashMap<>();
      fields.put("counter", Json.of(name));
      if (last != null) {
        fields.put("value", last);
        fields.put("wait", Json.of(WAIT_MILLIS));
      }
      node.ask(new Body("watch", null, null, fields), PATIENCE, this::onAnswer);
    }

    private void onAnswer(Body answer) {
      if (isClosed) {
        return;
      }
      if (answer.type().equals("error")) {
        onError(answer);
        return;
      }
      Json value = answer.json("value");
      if (value.equals(last)) {
        response.write(": no change\n\n"); // Those in between see that the stream lives.
      } else {
        last = value;
        send("value", CounterRoutes.value(name, answer));
      }
      if (response.writeQueueFull()) {
        response.drainHandler(unused -> ask());
      } else {
        vertx.setTimer(PAUSE_MILLIS, unused -> ask());
      }
    }

    private void onError(Body error) {
      HttpProblem problem = HttpProblem.ofError(error);
      boolean isOver = !problem.mayBeRetried() && problem.status() != 504;
      if (!hasBegun) {
        close();
        exchange.problem(problem);
      } else if (isOver) {
        send("problem", problem.toJson());
        close();
        response.end();
      } else {
        vertx.setTimer(RETRY_MILLIS, unused -> ask());
      }
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

    private void close() {
      if (!isClosed) {
        isClosed = true;
        open--;
      }
    }
  }
}
