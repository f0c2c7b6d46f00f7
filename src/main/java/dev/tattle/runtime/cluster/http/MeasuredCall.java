package dev.tattle.runtime.cluster.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;

/**
 * A gRPC call whose messages count as arriving bodies. If there is no room for them, or they take
 * too long, the call is reset.
 *
 * <p>Thread rule: the event loop.
 */
final class MeasuredCall extends HttpServerRequestWrapper {
  private final Bodies.Coming coming;

  MeasuredCall(HttpServerRequest request, Bodies bodies) {
    super((HttpServerRequestInternal) request);
    coming = bodies.begin(this::reset);
  }

  private void reset() {
    delegate.response().reset();
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    super.handler(
        handler == null
            ? null
            : part -> {
              if (coming.add(part.length())) {
                handler.handle(part);
              } else {
                coming.end();
                reset();
              }
            });
    return this;
  }

  @Override
  public HttpServerRequest endHandler(Handler<Void> handler) {
    super.endHandler(
        unused -> {
          coming.end();
          if (handler != null) {
            handler.handle(null);
          }
        });
    return this;
  }

  @Override
  public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
    super.exceptionHandler(
        failure -> {
          coming.end();
          if (handler != null) {
            handler.handle(failure);
          }
        });
    return this;
  }
}
