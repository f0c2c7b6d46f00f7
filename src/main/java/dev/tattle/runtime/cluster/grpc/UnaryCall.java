package dev.tattle.runtime.cluster.grpc;

import dev.tattle.core.Body;
import dev.tattle.runtime.cluster.http.CounterQuestions;
import dev.tattle.runtime.cluster.http.HttpProblem;
import dev.tattle.runtime.cluster.http.ProblemException;
import dev.tattle.runtime.cluster.node.CounterEngine;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One call with one request and one response. It sends nothing if the client has gone or its
 * deadline has passed.
 *
 * <p>Thread rule: the event loop.
 */
final class UnaryCall<Q, A> {
  /**
   * What a method does: it turns the request into a question to the node, and the answer into a
   * response.
   */
  record Method<Q, A>(Function<Q, Body> question, BiFunction<Q, Body, A> response) {}

  private final GrpcServerRequest<Q, A> call;
  private final CounterEngine counters;
  private final Method<Q, A> method;
  private boolean isAsked;
  private boolean isOver;

  UnaryCall(GrpcServerRequest<Q, A> call, CounterEngine counters, Method<Q, A> method) {
    this.call = call;
    this.counters = counters;
    this.method = method;
  }

  void begin() {
    call.errorHandler(unused -> isOver = true);
    call.exceptionHandler(unused -> isOver = true);
    call.invalidMessageHandler(invalid -> fail(GrpcProblem.of(invalid)));
    call.handler(this::onRequest);
    call.endHandler(
        unused -> {
          if (!isAsked) {
            fail(HttpProblem.malformed("request: expected one, but there is none"));
          }
        });
  }

  private void onRequest(Q request) {
    if (isAsked) {
      return;
    }
    isAsked = true;
    try {
      counters.ask(
          method.question.apply(request),
          CounterQuestions.PATIENCE,
          answer -> onAnswer(request, answer));
    } catch (ProblemException e) {
      fail(e.problem());
    }
  }

  private void onAnswer(Q request, Body answer) {
    if (answer.type().equals("error")) {
      fail(HttpProblem.ofError(answer));
    } else if (!isOver) {
      isOver = true;
      call.response().end(method.response.apply(request, answer));
    }
  }

  private void fail(HttpProblem problem) {
    if (!isOver) {
      isOver = true;
      GrpcProblem.end(call.response(), problem);
    }
  }
}
