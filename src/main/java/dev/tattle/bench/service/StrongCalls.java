package dev.tattle.bench.service;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What clients of workload {@code counter-strong} ask a node, as requests of HTTP, and what these
 * are answered.
 *
 * @param prefix of the names of counters, and of keys: those of a run are its own
 * @param patience how long an answer may take
 */
record StrongCalls(String prefix, Duration patience) implements ServiceCalls {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNAVAILABLE = 503;

  @Override
  public HttpRequest request(URI node, Body message) {
    String counter = encoded(prefix + message.text("strong"));
    HttpRequest.Builder request =
        message.type().equals("read") ? get(node, counter, message) : post(node, counter, message);
    if (message.has("key")) {
      request.header("Idempotency-Key", prefix + message.text("key"));
    }
    return request.timeout(patience).build();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static HttpRequest.Builder get(URI node, String counter, Body read) {
    String consistency = read.has("consistency") ? read.text("consistency") : "strong";
    return HttpRequest.newBuilder(
        node.resolve("/counters/" + counter + "?consistency=" + consistency));
  }

  private static HttpRequest.Builder post(URI node, String counter, Body write) {
    String operation = write.type().replace('_', '-');
    URI uri = node.resolve("/counters/" + counter + "/" + operation + "?consistency=strong");
    Map<String, Json> fields = new LinkedHashMap<>();
    write
        .fields()
        .forEach(
            (name, value) -> {
              if (!name.equals("strong") && !name.equals("key")) {
                fields.put(name.equals("delta") ? "amount" : name, value);
              }
            });
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (fields.isEmpty()) {
      return request.POST(HttpRequest.BodyPublishers.noBody());
    }
    String json = JsonCodec.format(new Json.Obj(fields));
    return request
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  @Override
  public Body reply(Body message, int status, String text) {
    Map<String, Json> fields;
    try {
      fields =
          JsonCodec.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object
              ? object.fields()
              : Map.of();
    } catch (WireException e) {
      fields = Map.of();
    }
    if (ServiceCalls.isOk(status)) {
      return new Body(message.type() + "_ok", null, null, fields);
    }
    boolean isUnknown = Json.of("unknown").equals(fields.get("outcome"));
    String detail = fields.get("detail") instanceof Json.Text given ? given.value() : text;
    return (isUnknown ? RpcError.CRASH : error(status)).body("HTTP " + status + ": " + detail);
  }

  private static RpcError error(int status) {
    return switch (status) {
      case NOT_FOUND -> RpcError.KEY_DOES_NOT_EXIST;
      case CONFLICT -> RpcError.PRECONDITION_FAILED;
      case NOT_IMPLEMENTED -> RpcError.NOT_SUPPORTED;
      case UNAVAILABLE -> RpcError.TEMPORARILY_UNAVAILABLE;
      default -> status >= ERROR_OF_SERVER ? RpcError.CRASH : RpcError.MALFORMED_REQUEST;
    };
  }
}
