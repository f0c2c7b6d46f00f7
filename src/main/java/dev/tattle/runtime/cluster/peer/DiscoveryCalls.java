package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.security.BearerToken;
import dev.tattle.runtime.cluster.security.Sockets;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a discovery server. Each ends in bounded time; an answer's body is bounded too.
 *
 * <p>Thread rule: the event loop.
 */
public final class DiscoveryCalls {
  /** The server's answer. */
  record Answer(int status, Map<String, Json> fields) {}

  private static final int CONNECT_MILLIS = 2_000;
  private static final long TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 1 << 20;

  private final URI url;
  private final @Nullable BearerToken token;
  private final HttpClient client;

  /**
   * Creates a client that has not connected yet.
   *
   * @param token the token to send; null for none
   */
  public DiscoveryCalls(Sockets sockets, URI url, @Nullable BearerToken token) {
    this.url = url;
    this.token = token;
    client = sockets.client(url, new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
  }

  URI url() {
    return url;
  }

  /** Sends a request. The future fails if there is no answer. */
  Future<Answer> post(String path, Json body) {
    String folder = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(url.resolve(folder + path).toString())
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    if (token != null) {
      request.putHeader(HttpHeaders.AUTHORIZATION, token.header());
    }
    return client
        .request(request)
        .compose(started -> started.send(Buffer.buffer(JsonCodec.format(body))))
        .compose(DiscoveryCalls::answer)
        .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    Promise<Answer> answer = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() + part.length() > MAX_BYTES) {
            answer.tryFail("its answer is longer than 1 MiB");
            response.request().connection().close();
          } else {
            body.appendBuffer(part);
          }
        });
    response.exceptionHandler(answer::tryFail);
    response.endHandler(
        unused -> {
          try {
            answer.tryComplete(new Answer(response.statusCode(), fields(body)));
          } catch (WireException e) {
            answer.tryFail("its answer is no JSON object");
          }
        });
    return answer.future();
  }

  private static Map<String, Json> fields(Buffer body) throws WireException {
    if (JsonCodec.parse(body.getBytes()) instanceof Json.Obj object) {
      return object.fields();
    }
    return Map.of();
  }
}
