package dev.tattle.runtime.cluster.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the body of one request, up to a limit. */
final class BodyReader {
  private final HttpServerRequest request;
  private final int most;
  private final Consumer<Buffer> whole;
  private final Consumer<HttpProblem> refused;
  private final Buffer body = Buffer.buffer();
  private boolean isRefused;

  BodyReader(
      HttpServerRequest request, int most, Consumer<Buffer> whole, Consumer<HttpProblem> refused) {
    this.request = request;
    this.most = most;
    this.whole = whole;
    this.refused = refused;
  }

  void begin() {
    request.exceptionHandler(unused -> isRefused = true); // Nobody is there to be answered.
    request.handler(this::onPart);
    if (isTooLong(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
      refuse();
    }
    request.endHandler(
        unused -> {
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
      refuse();
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

  /** The rest is thrown away, because a client that can't send it all may not read the answer. */
  private void refuse() {
    isRefused = true;
    refused.accept(HttpProblem.tooLarge("body: expected at most " + most + " bytes"));
    Connections.closeAfter(request);
  }
}
