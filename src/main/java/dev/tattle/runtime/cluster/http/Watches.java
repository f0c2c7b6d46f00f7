package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.node.CounterEngine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams the values of counters: first the present value, then each new one. If values change too
 * fast for the stream or for the client, all but the last are skipped.
 *
 * <p>Thread rule: the event loop.
 */
public final class Watches {
  private static final long WAIT_MILLIS = 15_000;
  private static final Duration PATIENCE = Duration.ofMillis(WAIT_MILLIS + 5_000);

  /** The least time between two values of one stream. */
  private static final long PAUSE_MILLIS = 50;

  private static final long RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final CounterEngine counters;
  private final int most;
  private int open;

  /**
   * Creates watches.
   *
   * @param most how many streams may be open at once, over HTTP and gRPC together
   */
  public Watches(Vertx vertx, CounterEngine counters, int most) {
    this.vertx = vertx;
    this.counters = counters;
    this.most = most;
  }

  int open() {
    return open;
  }

  /**
   * Opens a stream. The caller must close it when the client has gone.
   *
   * @return closes the stream; may be called more than once
   */
  public Runnable open(String name, WatchSink sink) {
    if (open >= most) {
      throw new ProblemException(HttpProblem.tooManyWatchers(most));
    }
    open++;
    Stream stream = new Stream(name, sink);
    stream.ask();
    return stream::close;
  }

  private final class Stream {
    private final String name;
    private final WatchSink sink;
    private @Nullable Json last;
    private boolean isClosed;

    Stream(String name, WatchSink sink) {
      this.name = name;
      this.sink = sink;
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
      counters.ask(new Body("watch", null, null, fields), PATIENCE, this::onAnswer);
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
        sink.unchanged();
      } else {
        last = value;
        sink.value(answer);
      }
      if (sink.isFull()) {
        sink.onDrain(this::ask);
      } else {
        vertx.setTimer(PAUSE_MILLIS, unused -> ask());
      }
    }

    private void onError(Body error) {
      HttpProblem problem = HttpProblem.ofError(error);
      boolean isOver = !problem.mayBeRetried() && problem.status() != 504;
      if (last == null || isOver) {
        close();
        sink.failed(problem);
      } else {
        vertx.setTimer(RETRY_MILLIS, unused -> ask());
      }
    }

    private void close() {
      if (!isClosed) {
        isClosed = true;
        open--;
      }
    }
  }
}
