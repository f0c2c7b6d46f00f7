package dev.tattle.bench.torture;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the service over HTTP. It sends each request once and handles its answer on the reactor.
 */
final class CounterApi {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int LIST_LIMIT = 1_000;

  /**
   * An answer.
   *
   * @param status of HTTP; 0 if there was no answer
   * @param body null if there is none, or if it is no JSON
   * @param problem for people; empty if the request was done
   */
  record Answer(RequestOutcome outcome, int status, @Nullable Json body, String problem) {
    /** A field of the body; null if there is none. */
    @Nullable Json field(String name) {
      return body instanceof Json.Obj object ? object.fields().get(name) : null;
    }

    /** The counters in a list, in its order; null if this is no list. */
    @Nullable Map<String, Json> listed() {
      if (outcome != RequestOutcome.DONE || !(field("counters") instanceof Json.Arr page)) {
        return null;
      }
      Map<String, Json> values = new LinkedHashMap<>();
      for (Json item : page.items()) {
        if (item instanceof Json.Obj counter
            && counter.fields().get("counter") instanceof Json.Text name) {
          values.put(name.value(), counter.fields().getOrDefault("value", Json.NULL));
        }
      }
      return values;
    }

    /** True if the list has further pages. */
    boolean hasMore() {
      return field("more") instanceof Json.Bool more && more.value();
    }

    /** The reason for a refusal, without what differs from request to request. */
    String refusal() {
      if (status == 0) {
        return "nobody listened";
      }
      String why = field("detail") instanceof Json.Text detail ? detail.value() : "for no reason";
      return status + " " + why.replaceAll("'[^']*'", "'…'");
    }
  }

  private final Reactor reactor;
  private final Map<String, Integer> ports;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** A client of nodes that serve at these ports of this machine. */
  CounterApi(Reactor reactor, Map<String, Integer> ports) {
    this.reactor = reactor;
    this.ports = ports;
  }

  /** Adds. The new values are in {@code value}, or for a batch in {@code counters}. */
  void add(String node, Addition addition, AdditionLedger ledger, Consumer<Answer> taker) {
    List<Json> adds = new ArrayList<>();
    for (Addition.Part part : addition.parts()) {
      adds.add(
          Json.object(
              "counter", Json.of(ledger.name(part.counter())), "amount", Json.of(part.delta())));
    }
    Addition.Part only = addition.parts().get(0);
    boolean isBatch = adds.size() > 1;
    String path = isBatch ? "/counters:batch" : "/counters/" + ledger.name(only.counter()) + "/add";
    Json body =
        isBatch
            ? Json.object("adds", Json.array(adds))
            : Json.object("amount", Json.of(only.delta()));
    HttpRequest.Builder request =
        request(node, path).POST(BodyPublishers.ofString(JsonCodec.format(body)));
    request.setHeader("Content-Type", "application/json");
    if (addition.key() != null) {
      request.setHeader("Idempotency-Key", addition.key());
    }
    send(request.build(), taker);
  }

  void read(String node, String counter, boolean isMajority, Consumer<Answer> taker) {
    String query = isMajority ? "?consistency=majority" : "";
    send(request(node, "/counters/" + counter + query).GET().build(), taker);
  }

  void isReady(String node, Consumer<Boolean> taker) {
    send(request(node, "/readyz").GET().build(), answer -> taker.accept(answer.status == OK));
  }

  /** Asks a node to leave the cluster and to end; it may stay. */
  void leave(String node) {
    send(request(node, "/admin/leave").POST(BodyPublishers.noBody()).build(), unused -> {});
  }

  /**
   * Lists counters in the order of their names: those that begin with the prefix, after {@code
   * after}.
   */
  void list(String node, String prefix, String after, Consumer<Answer> taker) {
    String query = "?limit=" + LIST_LIMIT;
    query += (prefix.isEmpty() ? "" : "&prefix=" + prefix);
    query += (after.isEmpty() ? "" : "&after=" + after);
    send(request(node, "/counters" + query).GET().build(), taker);
  }

  private HttpRequest.Builder request(String node, String path) {
    URI uri = URI.create("http://" + LinkProxy.HOST + ":" + ports.get(node) + path);
    return HttpRequest.newBuilder(uri).timeout(PATIENCE);
  }

  private void send(HttpRequest request, Consumer<Answer> taker) {
    var unused =
        client
            .sendAsync(request, BodyHandlers.ofByteArray())
            .handle((response, failure) -> answer(response, failure))
            .thenAccept(answer -> reactor.hand(() -> taker.accept(answer)));
  }

  private static Answer answer(
      @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
    if (response == null) {
      boolean isRefused =
          failure instanceof ConnectException
              || (failure != null && failure.getCause() instanceof ConnectException);
      RequestOutcome outcome = isRefused ? RequestOutcome.REFUSED : RequestOutcome.UNKNOWN;
      return new Answer(outcome, 0, null, String.valueOf(failure));
    }
    Json body = body(response.body());
    int status = response.statusCode();
    String problem = status + (body == null ? "" : " " + JsonCodec.format(body));
    if (status == OK) {
      RequestOutcome outcome = body == null ? RequestOutcome.UNKNOWN : RequestOutcome.DONE;
      return new Answer(outcome, status, body, body == null ? problem : "");
    }
    boolean isDefinite = status < 500 || status == UNAVAILABLE;
    RequestOutcome outcome = isDefinite ? RequestOutcome.REFUSED : RequestOutcome.UNKNOWN;
    return new Answer(outcome, status, body, problem);
  }

  private static @Nullable Json body(byte[] bytes) {
    try {
      return JsonCodec.parse(bytes);
    } catch (WireException e) {
      return null;
    }
  }
}
