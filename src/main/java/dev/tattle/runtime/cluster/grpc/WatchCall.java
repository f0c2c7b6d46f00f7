package dev.tattle.runtime.cluster.grpc;

import dev.tattle.core.Body;
import dev.tattle.runtime.cluster.grpc.proto.CounterValue;
import dev.tattle.runtime.cluster.grpc.proto.WatchRequest;
import dev.tattle.runtime.cluster.http.CounterQuestions;
import dev.tattle.runtime.cluster.http.HttpProblem;
import dev.tattle.runtime.cluster.http.ProblemException;
import dev.tattle.runtime.cluster.http.WatchSink;
import dev.tattle.runtime.cluster.http.Watches;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServerRequest;

/**
 * One stream of a counter's values.
 *
 * <p>Thread rule: the event loop.
 */
final class WatchCall implements WatchSink {
  private static final int PING_BYTES = 8;

  private final GrpcServerRequest<WatchRequest, CounterValue> call;
  private String counter = "";
  private Runnable close = () -> {};
  private boolean isAsked;
  private boolean isOver;

  WatchCall(GrpcServerRequest<WatchRequest, CounterValue> call) {
    this.call = call;
  }

  void begin(CounterQuestions questions, Watches watches) {
    call.errorHandler(unused -> end());
    call.exceptionHandler(unused -> end());
    call.response().exceptionHandler(unused -> end());
    call.invalidMessageHandler(invalid -> failed(GrpcProblem.of(invalid)));
    call.handler(request -> onRequest(request, questions, watches));
    call.endHandler(
        unused -> {
          if (!isAsked) {
            failed(HttpProblem.malformed("request: expected one, but there is none"));
          }
        });
  }

  private void onRequest(WatchRequest request, CounterQuestions questions, Watches watches) {
    if (isAsked || isOver) {
      return;
    }
    isAsked = true;
    try {
      counter = questions.checked(request.getCounter());
      close = watches.open(counter, this);
    } catch (ProblemException e) {
      failed(e.problem());
    }
  }

  @Override
  public void value(Body answer) {
    if (!isOver) {
      call.response().write(Answers.value(counter, answer));
    }
  }

  /**
   * Sends a sign of life. Proxies see that the connection is alive, and this side notices if it is
   * not.
   */
  @Override
  public void unchanged() {
    call.connection().ping(Buffer.buffer(new byte[PING_BYTES])).onFailure(unused -> end());
  }

  @Override
  public void failed(HttpProblem problem) {
    if (!isOver) {
      end();
      GrpcProblem.end(call.response(), problem);
    }
  }

  @Override
  public boolean isFull() {
    return !isOver && call.response().writeQueueFull();
  }

  @Override
  public void onDrain(Runnable more) {
    call.response().drainHandler(unused -> more.run());
  }

  private void end() {
    isOver = true;
    close.run();
  }
}
