package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes for the live page, and for the JSON document that it shows. The page is three fixed
 * files, the same for every node.
 *
 * <p>Thread rule: the event loop.
 */
final class PageRoutes {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final StatusFeed feed;
  private final CounterQuestions questions;

  PageRoutes(StatusFeed feed, CounterQuestions questions) {
    this.feed = feed;
    this.questions = questions;
  }

  List<Route> routes() {
    HttpMethod get = HttpMethod.GET;
    return List.of(
        Route.of(get, "/", Role.OPEN, exchange -> file(exchange, "page.html", "text/html")),
        Route.of(get, "/page.css", Role.OPEN, exchange -> file(exchange, "page.css", "text/css")),
        Route.of(
            get, "/page.js", Role.OPEN, exchange -> file(exchange, "page.js", "text/javascript")),
        Route.of(get, "/status", Role.READ, this::once),
        Route.of(get, "/status/watch", Role.READ, this::watch));
  }

  private static void file(Exchange exchange, String name, String type) {
    exchange.putHeader("Content-Security-Policy", POLICY);
    exchange.putHeader("X-Content-Type-Options", "nosniff");
    exchange.putHeader("Referrer-Policy", "no-referrer");
    exchange.text(200, type + "; charset=utf-8", resource(name));
  }

  /** Reads a text resource beside this class in the jar. */
  static String resource(String name) {
    try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void once(Exchange exchange) {
    feed.once(counter(exchange), text -> exchange.text(200, "application/json", text + "\n"));
  }

  private void watch(Exchange exchange) {
    ServerEvents events = new ServerEvents(exchange);
    events.onClose(feed.watch(counter(exchange), events));
  }

  private String counter(Exchange exchange) {
    @Nullable String name = exchange.query("counter");
    return questions.checked(name == null ? CounterQuestions.DEFAULT_COUNTER : name);
  }
}
