package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.node.NodePort;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of counters: each request becomes one message to the node.
 *
 * <p>Thread rule: the event loop.
 */
final class CounterRoutes {
  /** The counter of {@code /increment}, {@code /decrement} and {@code /counter}. */
  static final String DEFAULT_COUNTER = "default";

  static final String KEY = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_ADDS = 1_000;
  private static final int MAX_LISTED = 1_000;
  private static final String TTL = "ttl_millis";
  private static final String AMOUNT = "amount";

  private final NodePort node;
  private final HttpLimits limits;
  private final Watches watches;

  CounterRoutes(NodePort node, HttpLimits limits, Watches watches) {
    this.node = node;
    this.limits = limits;
    this.watches = watches;
  }

  List<Route> routes() {
    HttpMethod get = HttpMethod.GET;
    HttpMethod post = HttpMethod.POST;
    return List.of(
        Route.of(post, "/counters/{name}/increment", e -> step(e, name(e), 1)),
        Route.of(post, "/counters/{name}/decrement", e -> step(e, name(e), -1)),
        Route.of(post, "/counters/{name}/add", this::add),
        Route.of(get, "/counters/{name}", e -> read(e, name(e))),
        Route.of(HttpMethod.DELETE, "/counters/{name}", this::delete),
        Route.of(get, "/counters/{name}/watch", e -> watches.open(e, name(e))),
        Route.of(get, "/counters", this::list),
        Route.of(post, "/counters:batch", this::batch),
        Route.of(get, "/increment", e -> step(e, DEFAULT_COUNTER, 1)).withEffect(),
        Route.of(post, "/increment", e -> step(e, DEFAULT_COUNTER, 1)),
        Route.of(get, "/decrement", e -> step(e, DEFAULT_COUNTER, -1)).withEffect(),
        Route.of(post, "/decrement", e -> step(e, DEFAULT_COUNTER, -1)),
        Route.of(get, "/counter", e -> read(e, DEFAULT_COUNTER)));
  }

  private void step(Exchange exchange, String name, int sign) {
    Long amount = exchange.integer(AMOUNT);
    if (amount != null && amount < 0) {
      throw ProblemException.malformed(AMOUNT + ": expected at least 0, but it is " + amount);
    }
    change(exchange, name, amount == null ? sign : sign * amount);
  }

  private void add(Exchange exchange) {
    Long amount = exchange.integer(AMOUNT);
    if (amount == null) {
      throw ProblemException.malformed(
          AMOUNT + ": expected an integer, as in {\"amount\":5}, but there is none");
    }
    change(exchange, name(exchange), amount);
  }

  private void change(Exchange exchange, String name, long delta) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", Json.of(name));
    fields.put("delta", Json.of(delta));
    putKeyAndTtl(exchange, fields);
    putToken(exchange, fields);
    ask(exchange, "add", fields, answer -> value(name, answer));
  }

  private void batch(Exchange exchange) {
    if (!(exchange.field("adds") instanceof Json.Arr given) || given.items().isEmpty()) {
      throw ProblemException.malformed(
          "adds: expected an array, as in {\"adds\":[{\"counter\":\"a\",\"amount\":1}]}");
    }
    if (given.items().size() > MAX_ADDS) {
      throw new ProblemException(
          HttpProblem.tooLarge(
              "adds: expected at most 1000, but there are " + given.items().size()));
    }
    List<Json> adds = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Json item : given.items()) {
      if (!(item instanceof Json.Obj add)
          || !(add.fields().get("counter") instanceof Json.Text name)
          || !(add.fields().get(AMOUNT) instanceof Json.Int amount)) {
        throw ProblemException.malformed(
            "adds: expected objects of a counter, which is a string, and an amount, which is an"
                + " integer of at most 64 bits; the one at place "
                + adds.size()
                + " is something else");
      }
      names.add(checked(name.value()));
      adds.add(Json.array(Json.of(name.value()), amount));
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("adds", Json.array(adds));
    putKeyAndTtl(exchange, fields);
    putToken(exchange, fields);
    ask(exchange, "add_all", fields, answer -> values(names, answer));
  }

  private void read(Exchange exchange, String name) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", Json.of(name));
    String consistency = exchange.query("consistency");
    if (consistency != null) {
      if (!consistency.equals("local") && !consistency.equals("majority")) {
        throw ProblemException.malformed(
            "consistency: expected local or majority, but it is '" + consistency + "'");
      }
      fields.put("consistency", Json.of(consistency));
    }
    putToken(exchange, fields);
    ask(exchange, "read", fields, answer -> value(name, answer));
  }

  private void delete(Exchange exchange) {
    String name = name(exchange);
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", Json.of(name));
    putToken(exchange, fields);
    ask(exchange, "delete", fields, answer -> value(name, answer));
  }

  private void list(Exchange exchange) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (String option : List.of("prefix", "after")) {
      String text = exchange.query(option);
      if (text != null) {
        fields.put(option, Json.of(text));
      }
    }
    Long limit = exchange.integer("limit");
    if (limit != null) {
      if (limit < 1 || limit > MAX_LISTED) {
        throw ProblemException.malformed("limit: expected 1 to 1000, but it is " + limit);
      }
      fields.put("limit", Json.of(limit));
    }
    ask(exchange, "list", fields, CounterRoutes::listed);
  }

  private void ask(
      Exchange exchange, String type, Map<String, Json> fields, Function<Body, Json> response) {
    Body question = new Body(type, null, null, fields);
    node.ask(question, PATIENCE, answer -> respond(exchange, answer, response));
  }

  private static void respond(Exchange exchange, Body answer, Function<Body, Json> response) {
    if (answer.type().equals("error")) {
      exchange.problem(HttpProblem.ofError(answer));
      return;
    }
    if (answer.has("duplicate")) {
      exchange.putHeader(REPLAYED, "true");
    }
    Json shown = response.apply(answer);
    if (shown instanceof Json.Obj object
        && object.fields().get("token") instanceof Json.Text token) {
      exchange.putHeader(Exchange.TOKEN, token.value());
    }
    exchange.ok(shown);
  }

  /** An answer about one counter, for clients. */
  static Json value(String name, Body answer) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", Json.of(name));
    for (String field : List.of("value", "exists", "duplicate")) {
      if (answer.has(field)) {
        fields.put(field, answer.json(field));
      }
    }
    if (answer.has("token")) {
      fields.put("token", Json.of(Tokens.text(answer.json("token"))));
    }
    return new Json.Obj(fields);
  }

  private static Json values(List<String> names, Body answer) {
    List<Json> values = answer.array("values");
    List<Json> counters = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      counters.add(Json.object("counter", Json.of(names.get(i)), "value", values.get(i)));
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counters", Json.array(counters));
    if (answer.has("duplicate")) {
      fields.put("duplicate", answer.json("duplicate"));
    }
    fields.put("token", Json.of(Tokens.text(answer.json("token"))));
    return new Json.Obj(fields);
  }

  private static Json listed(Body answer) {
    List<Json> counters = new ArrayList<>();
    for (Json pair : answer.array("counters")) {
      if (pair instanceof Json.Arr both) {
        counters.add(Json.object("counter", both.items().get(0), "value", both.items().get(1)));
      }
    }
    return Json.object("counters", Json.array(counters), "more", answer.json("more"));
  }

  private void putKeyAndTtl(Exchange exchange, Map<String, Json> fields) {
    String key = key(exchange.header(KEY));
    if (key != null) {
      fields.put("key", Json.of(key));
    }
    Long ttlMillis = exchange.integer(TTL);
    if (ttlMillis != null) {
      if (ttlMillis < 1) {
        throw ProblemException.malformed(TTL + ": expected at least 1, but it is " + ttlMillis);
      }
      fields.put("ttl", Json.of(ttlMillis));
    }
  }

  /** The draft of the standard has it in quotes; most clients send it without. */
  private @Nullable String key(@Nullable String header) {
    if (header == null) {
      return null;
    }
    boolean isQuoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
    String key = isQuoted ? header.substring(1, header.length() - 1) : header;
    if (key.isEmpty() || key.length() > limits.keyChars()) {
      throw ProblemException.malformed(
          KEY + ": expected 1 to " + limits.keyChars() + " characters, not " + key.length());
    }
    return key;
  }

  private static void putToken(Exchange exchange, Map<String, Json> fields) {
    String header = exchange.header(Exchange.TOKEN);
    String token = header == null ? exchange.query("token") : header;
    if (token != null) {
      fields.put("token", Tokens.parse(token));
    }
  }

  private String name(Exchange exchange) {
    return checked(exchange.variable());
  }

  private String checked(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > limits.nameBytes()) {
      throw ProblemException.malformed(
          "counter: expected a name of 1 to " + limits.nameBytes() + " bytes, not " + bytes);
    }
    return name;
  }
}
