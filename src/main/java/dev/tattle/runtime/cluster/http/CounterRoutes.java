package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes for counters. Each request becomes one message to the node.
 *
 * <p>Thread rule: the event loop.
 */
final class CounterRoutes {
  static final String KEY = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";
  private static final int OK = 200;
  private static final int CREATED = 201;
  static final String CONSISTENCY = "consistency";
  private static final String TTL = "ttl_millis";
  private static final String AMOUNT = "amount";
  private static final List<String> FIELDS =
      List.of("value", "exists", "first", "last", "created", "duplicate");

  private final CounterDesk desk;
  private final CounterQuestions questions;

  CounterRoutes(CounterDesk desk) {
    this.desk = desk;
    questions = desk.questions();
  }

  List<Route> routes() {
    HttpMethod get = HttpMethod.GET;
    HttpMethod post = HttpMethod.POST;
    return List.of(
        Route.of(post, "/counters/{name}/increment", Role.WRITE, e -> step(e, e.variable(), 1)),
        Route.of(post, "/counters/{name}/decrement", Role.WRITE, e -> step(e, e.variable(), -1)),
        Route.of(post, "/counters/{name}/add", Role.WRITE, this::add),
        Route.of(get, "/counters/{name}", Role.READ, e -> read(e, e.variable())),
        Route.of(HttpMethod.DELETE, "/counters/{name}", Role.WRITE, this::delete),
        Route.of(get, "/counters/{name}/watch", Role.READ, e -> watch(e, e.variable())),
        Route.of(get, "/counters", Role.READ, this::list),
        Route.of(post, "/counters:batch", Role.WRITE, this::batch),
        Route.of(get, "/increment", Role.WRITE, e -> step(e, CounterQuestions.DEFAULT_COUNTER, 1))
            .withEffect(),
        Route.of(post, "/increment", Role.WRITE, e -> step(e, CounterQuestions.DEFAULT_COUNTER, 1)),
        Route.of(get, "/decrement", Role.WRITE, e -> step(e, CounterQuestions.DEFAULT_COUNTER, -1))
            .withEffect(),
        Route.of(
            post, "/decrement", Role.WRITE, e -> step(e, CounterQuestions.DEFAULT_COUNTER, -1)),
        Route.of(get, "/counter", Role.READ, e -> read(e, CounterQuestions.DEFAULT_COUNTER)));
  }

  private void step(Exchange exchange, String name, int sign) {
    change(exchange, name, CounterQuestions.delta(exchange.integer(AMOUNT), sign));
  }

  private void add(Exchange exchange) {
    Long amount = exchange.integer(AMOUNT);
    if (amount == null) {
      throw ProblemException.malformed(
          AMOUNT + ": expected an integer, as in {\"amount\":5}, but there is none");
    }
    change(exchange, exchange.variable(), amount);
  }

  private void change(Exchange exchange, String name, long delta) {
    Body question = questions.add(name, delta, terms(exchange));
    ask(exchange, question, answer -> value(name, answer));
  }

  private void batch(Exchange exchange) {
    if (!(exchange.field("adds") instanceof Json.Arr given)) {
      throw ProblemException.malformed(
          "adds: expected an array, as in {\"adds\":[{\"counter\":\"a\",\"amount\":1}]}");
    }
    List<CounterQuestions.NamedAmount> adds = new ArrayList<>();
    for (Json item : given.items()) {
      if (!(item instanceof Json.Obj add)
          || !(add.fields().get("counter") instanceof Json.Text name)
          || !(add.fields().get(AMOUNT) instanceof Json.Int amount)) {
        throw ProblemException.malformed(
            "adds: expected objects with a string 'counter' and an integer 'amount' of at most 64"
                + " bits; the item at index "
                + adds.size()
                + " is different");
      }
      adds.add(new CounterQuestions.NamedAmount(name.value(), amount.value()));
    }
    ask(exchange, questions.addAll(adds, terms(exchange)), answer -> values(adds, answer));
  }

  private void read(Exchange exchange, String name) {
    Body question = questions.read(name, exchange.query(CONSISTENCY), token(exchange));
    ask(exchange, question, answer -> value(name, answer));
  }

  private void delete(Exchange exchange) {
    String name = exchange.variable();
    ask(exchange, questions.delete(name, token(exchange)), answer -> value(name, answer));
  }

  private void list(Exchange exchange) {
    Body question =
        questions.list(
            exchange.query("prefix"), exchange.query("after"), exchange.integer("limit"));
    ask(exchange, question, CounterRoutes::listed);
  }

  private void ask(Exchange exchange, Body question, Function<Body, Json> response) {
    ask(desk, exchange, question, response);
  }

  /** Asks the node and turns its answer into a response. */
  static void ask(
      CounterDesk desk, Exchange exchange, Body question, Function<Body, Json> response) {
    desk.counters()
        .ask(question, CounterQuestions.PATIENCE, answer -> respond(exchange, answer, response));
  }

  private void watch(Exchange exchange, String name) {
    EventStream.open(desk.watches(), exchange, questions.checked(name));
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
    exchange.json(Json.of(true).equals(answer.fields().get("created")) ? CREATED : OK, shown);
  }

  /** Converts an answer about one counter for clients. */
  static Json value(String name, Body answer) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", Json.of(name));
    for (String field : FIELDS) {
      if (answer.has(field)) {
        fields.put(field, answer.json(field));
      }
    }
    if (answer.has("token")) {
      fields.put("token", Json.of(Tokens.text(answer.json("token"))));
    }
    return new Json.Obj(fields);
  }

  private static Json values(List<CounterQuestions.NamedAmount> adds, Body answer) {
    List<Json> values = answer.array("values");
    List<Json> counters = new ArrayList<>();
    for (int i = 0; i < adds.size(); i++) {
      Json name = Json.of(adds.get(i).counter());
      counters.add(Json.object("counter", name, "value", values.get(i)));
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
        counters.add(listed(both.items()));
      }
    }
    return Json.object("counters", Json.array(counters), "more", answer.json("more"));
  }

  private static Json listed(List<Json> counter) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", counter.get(0));
    fields.put("value", counter.get(1));
    if (counter.size() > 2) {
      fields.put(CONSISTENCY, counter.get(2));
    }
    return new Json.Obj(fields);
  }

  private static CounterQuestions.Terms terms(Exchange exchange) {
    return new CounterQuestions.Terms(
        key(exchange), exchange.integer(TTL), token(exchange), exchange.text(CONSISTENCY));
  }

  /**
   * Reads the idempotency key. The draft standard puts it in quotes, but most clients send none.
   */
  static @Nullable String key(Exchange exchange) {
    String header = exchange.header(KEY);
    if (header == null) {
      return null;
    }
    boolean isQuoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
    return isQuoted ? header.substring(1, header.length() - 1) : header;
  }

  private static @Nullable String token(Exchange exchange) {
    String header = exchange.header(Exchange.TOKEN);
    return header == null ? exchange.query("token") : header;
  }
}
