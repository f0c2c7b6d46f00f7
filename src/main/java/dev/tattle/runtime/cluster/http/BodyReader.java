package dev.tattle.runtime.cluster.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the body of one request, up to a limit. */
final class BodyReader {
  private static final long PATIENCE_MILLIS = 2_000;

  private final HttpServerRequest request;
  private final int most;
  private final Consumer<Buffer> whole;
  private final Consumer<HttpProblem> refused;
  private final Bodies.Coming coming;
  private Buffer body = Buffer.buffer();
  private boolean isRefused;
  private boolean hasEnded;

  BodyReader(
      HttpServerRequest request,
      int most,
      Bodies bodies,
      Consumer<Buffer> whole,
      Consumer<HttpProblem> refused) {
    this.request = request;
    this.most = most;
    this.whole = whole;
    this.refused = refused;
    coming = bodies.begin(this::onLate);
  }

  void begin() {
    request.exceptionHandler(unused -> giveUp()); // The client has gone, so nobody gets an answer.
    request.handler(this::onPart);
    if (isTooLong(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
      refuse(tooLong());
    }
    request.endHandler(
        unused -> {
          hasEnded = true;
          coming.end();
          if (!isRefused) {
            whole.accept(body);
          }
        });
  }

  private void onPart(Buffer part) {
    if (isRefused) {
      return;
    }
    if (body.length() + part.length() > most) {
      refuse(tooLong());
    } else if (!coming.add(part.length())) {
      refuse(HttpProblem.unavailable("too many large requests at once; try again later"));
    } else {
      body.appendBuffer(part);
    }
  }

  private boolean isTooLong(@Nullable String length) {
    try {
      return length != null && Long.parseLong(length) > most;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private HttpProblem tooLong() {
    return HttpProblem.tooLarge("body: expected at most " + most + " bytes");
  }

  private void onLate() {
    if (!isRefused && !hasEnded) {
      refuse(HttpProblem.tooSlow(Bodies.PATIENCE_SECONDS));
    }
  }

  private void giveUp() {
    isRefused = true;
    body = Buffer.buffer();
    coming.end();
  }

  /**
   * Refuses the request. Reads the rest of the body for a while, because a client that can't send
   * everything may not read the answer. Once the body has arrived, the connection serves the next
   * request.
   */
  private void refuse(HttpProblem problem) {
    giveUp();
    refused.accept(problem);
    Vertx.currentContext()
        .owner()
        .setTimer(
            PATIENCE_MILLIS,
            unused -> {
              if (!hasEnded) {
                Connections.closeAfter(request);
              }
            });
  }
}
