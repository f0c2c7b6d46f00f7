package dev.tattle.bench.service;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The clients of workload {@code counter-next}: {@code POST /next} hands out a number, {@code GET
 * /get} shows the number handed out last. A service answers with the number alone, or with a JSON
 * object that has it in {@code value} or in its only integer field.
 *
 * @param base the number that was handed out before the run; a history counts from there
 * @param patience how long an answer may take
 */
record NextCalls(long base, Duration patience) implements ServiceCalls {
  private static final Body NEXT = Body.of("next");

  /**
   * Takes one number, so that it is known where the run begins.
   *
   * @throws IOException if no node hands out a number
   */
  static NextCalls begin(HttpClient client, List<URI> urls, Duration patience)
      throws IOException, InterruptedException {
    NextCalls fromZero = new NextCalls(0, patience);
    String last = "";
    for (URI url : urls) {
      try {
        HttpResponse<String> answer =
            client.send(fromZero.request(url, NEXT), HttpResponse.BodyHandlers.ofString());
        OptionalLong number = number(answer.body());
        if (ServiceCalls.isOk(answer.statusCode()) && number.isPresent()) {
          return new NextCalls(number.getAsLong(), patience);
        }
        last = "%s answers %d: %s".formatted(url, answer.statusCode(), answer.body().strip());
      } catch (IOException e) {
        last = url + ": " + e;
      }
    }
    throw new IOException("no node answers POST /next with a number; " + last);
  }

  @Override
  public HttpRequest request(URI node, Body message) {
    HttpRequest.Builder request =
        message.type().equals("read")
            ? HttpRequest.newBuilder(node.resolve("/get"))
            : HttpRequest.newBuilder(node.resolve("/next"))
                .POST(HttpRequest.BodyPublishers.noBody());
    return request.timeout(patience).build();
  }

  /** An error of the server says nothing about what it has done. An error of the client does. */
  @Override
  public Body reply(Body message, int status, String text) {
    OptionalLong number = ServiceCalls.isOk(status) ? number(text) : OptionalLong.empty();
    if (number.isPresent()) {
      Body ok = Body.of(message.type() + "_ok", "value", Json.of(number.getAsLong() - base));
      return message.type().equals("read") ? ok.with("exists", Json.of(true)) : ok;
    }
    boolean isDefinite = status >= REDIRECT && status < ERROR_OF_SERVER;
    RpcError error = isDefinite ? RpcError.TEMPORARILY_UNAVAILABLE : RpcError.CRASH;
    return error.body("expected a number, but the answer is HTTP %d: %s".formatted(status, text));
  }

  private static OptionalLong number(String text) {
    try {
      Json json = JsonCodec.parse(text.getBytes(StandardCharsets.UTF_8));
      if (json instanceof Json.Obj object) {
        Map<String, Json> fields = object.fields();
        List<Json> integers =
            fields.containsKey("value")
                ? List.of(fields.get("value"))
                : fields.values().stream().filter(Json.Int.class::isInstance).toList();
        json = integers.size() == 1 ? integers.get(0) : Json.NULL;
      }
      return json instanceof Json.Int number
          ? OptionalLong.of(number.value())
          : OptionalLong.empty();
    } catch (WireException e) {
      return OptionalLong.empty();
    }
  }
}
