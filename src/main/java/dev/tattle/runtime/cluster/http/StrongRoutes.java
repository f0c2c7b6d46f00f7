package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes that only strong counters have. A counter that does not exist is made.
 *
 * <p>Thread rule: the event loop.
 */
final class StrongRoutes {
  private static final String DEFAULT = CounterQuestions.DEFAULT_COUNTER;

  private final CounterDesk desk;
  private final CounterQuestions questions;

  StrongRoutes(CounterDesk desk) {
    this.desk = desk;
    questions = desk.questions();
  }

  List<Route> routes() {
    HttpMethod get = HttpMethod.GET;
    HttpMethod post = HttpMethod.POST;
    return List.of(
        Route.of(HttpMethod.PUT, "/counters/{name}", Role.WRITE, this::create),
        Route.of(post, "/counters/{name}/next", Role.WRITE, e -> next(e, e.variable())),
        Route.of(post, "/counters/{name}/reserve", Role.WRITE, this::reserve),
        Route.of(post, "/counters/{name}/cas", Role.WRITE, this::compareAndSet),
        Route.of(post, "/counters/{name}/get-and-reset", Role.WRITE, this::getAndReset),
        Route.of(post, "/counters/{name}/bounds", Role.WRITE, this::bounds),
        Route.of(get, "/next", Role.WRITE, e -> next(e, DEFAULT)).withEffect(),
        Route.of(post, "/next", Role.WRITE, e -> next(e, DEFAULT)),
        Route.of(get, "/get", Role.READ, this::read));
  }

  private void create(Exchange exchange) {
    Body question =
        questions.create(
            exchange.variable(),
            exchange.text(CounterRoutes.CONSISTENCY),
            exchange.integer("min"),
            exchange.integer("max"));
    ask(exchange, exchange.variable(), question);
  }

  private void next(Exchange exchange, String name) {
    change(exchange, "next", name, Map.of());
  }

  private void reserve(Exchange exchange) {
    change(exchange, "reserve", exchange.variable(), Map.of("count", needed(exchange, "count")));
  }

  private void compareAndSet(Exchange exchange) {
    Map<String, Long> both = Map.of("from", needed(exchange, "from"), "to", needed(exchange, "to"));
    change(exchange, "cas", exchange.variable(), both);
  }

  private void getAndReset(Exchange exchange) {
    change(exchange, "get_and_reset", exchange.variable(), Map.of());
  }

  private void bounds(Exchange exchange) {
    Map<String, Long> both = new LinkedHashMap<>();
    for (String bound : List.of("min", "max")) {
      Long value = exchange.integer(bound);
      if (value != null) {
        both.put(bound, value);
      }
    }
    change(exchange, "bounds", exchange.variable(), both);
  }

  /** Whoever asks for the latest number takes no other counter for it: the read is strong. */
  private void read(Exchange exchange) {
    String asked = exchange.query(CounterRoutes.CONSISTENCY);
    ask(exchange, DEFAULT, questions.read(DEFAULT, asked == null ? "strong" : asked, null));
  }

  private void change(Exchange exchange, String type, String name, Map<String, Long> arguments) {
    ask(exchange, name, questions.strong(type, name, arguments, CounterRoutes.key(exchange)));
  }

  private void ask(Exchange exchange, String name, Body question) {
    CounterRoutes.ask(desk, exchange, question, answer -> CounterRoutes.value(name, answer));
  }

  private static long needed(Exchange exchange, String name) {
    Long value = exchange.integer(name);
    if (value == null) {
      throw ProblemException.malformed(
          "%s: expected an integer, as in {\"%s\":5}, but there is none".formatted(name, name));
    }
    return value;
  }
}
