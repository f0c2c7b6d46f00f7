package dev.tattle.runtime.cluster.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
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
    if (isTooLong(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
      refuse();
      return;
    }
    request.exceptionHandler(unused -> isRefused = true); // Nobody is there to be answered.
    request.handler(this::onPart);
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

  /** The rest is not read: the connection ends with the answer. */
  private void refuse() {
    isRefused = true;
    boolean isOld = request.version() != HttpVersion.HTTP_2;
    HttpConnection connection = request.connection();
    if (isOld) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    refused.accept(HttpProblem.tooLarge("body: expected at most " + most + " bytes"));
    if (isOld) {
      connection.close();
    }
  }
}
