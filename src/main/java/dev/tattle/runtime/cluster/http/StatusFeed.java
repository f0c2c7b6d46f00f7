package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the status of the node: once, or once a second while a viewer watches. However many viewers
 * watch a counter, the other nodes are asked about it at most once a second. While nobody watches,
 * it does nothing. At most {@value #MOST_VIEWERS} viewers may watch, and at most {@value
 * #MOST_COUNTERS} counters.
 *
 * <p>Thread rule: the event loop.
 */
final class StatusFeed {
  static final int MOST_VIEWERS = 64;
  static final int MOST_COUNTERS = 16;

  private static final long PERIOD_MILLIS = 1_000;

  /** A little less than the period, so that each tick finds the last document outdated. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final NodeFacts facts;
  private final long startedNanos = System.nanoTime();
  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private long timer;
  private int open;

  StatusFeed(Vertx vertx, NodeFacts facts) {
    this.vertx = vertx;
    this.facts = facts;
  }

  /** The number of viewers. */
  int open() {
    return open;
  }

  /** Passes on one JSON document, now or soon. */
  void once(String counter, Consumer<String> taker) {
    topic(counter).tell(taker);
  }

  /**
   * Sends a document now, and then once a second. A client that reads too slowly misses some.
   *
   * @return ends the watch; may be called more than once
   */
  Runnable watch(String counter, ServerEvents events) {
    if (open >= MOST_VIEWERS) {
      throw new ProblemException(HttpProblem.tooManyWatchers(MOST_VIEWERS));
    }
    Topic topic = topic(counter);
    if (open++ == 0) {
      timer = vertx.setPeriodic(PERIOD_MILLIS, unused -> topics.values().forEach(Topic::tick));
    }
    topic.viewers.add(events);
    topic.tell(document -> topic.send(events, document));
    return () -> {
      if (topic.viewers.remove(events) && --open == 0) {
        vertx.cancelTimer(timer);
      }
    };
  }

  private Topic topic(String counter) {
    Topic known = topics.get(counter);
    if (known != null) {
      return known;
    }
    if (topics.size() >= MOST_COUNTERS) {
      topics.values().removeIf(Topic::isIdle);
    }
    if (topics.size() >= MOST_COUNTERS) {
      throw new ProblemException(
          HttpProblem.unavailable(
              "pages show " + MOST_COUNTERS + " other counters already; try again later"));
    }
    Topic topic = new Topic(counter);
    topics.put(counter, topic);
    return topic;
  }

  /** A counter that viewers watch. */
  private final class Topic {
    private final StatusReport report;
    private final Body question;
    private final Set<ServerEvents> viewers = new LinkedHashSet<>();
    private final List<Consumer<String>> waiting = new ArrayList<>();
    private @Nullable String last;
    private long lastNanos;
    private boolean isAsking;

    Topic(String counter) {
      report = new StatusReport(facts, counter, startedNanos);
      question = Body.of("views", "counter", Json.of(counter));
    }

    private boolean isIdle() {
      return viewers.isEmpty() && !isAsking && waiting.isEmpty() && !isFresh();
    }

    private boolean isFresh() {
      return last != null && System.nanoTime() - lastNanos < FRESH_NANOS;
    }

    private void tell(Consumer<String> taker) {
      if (last != null && isFresh()) {
        taker.accept(last);
      } else {
        waiting.add(taker);
        ask();
      }
    }

    private void tick() {
      if (!viewers.isEmpty() && !isFresh()) {
        ask();
      }
    }

    private void ask() {
      if (!isAsking) {
        isAsking = true;
        facts.node().ask(question, PATIENCE, this::onViews);
      }
    }

    private void onViews(Body views) {
      facts.node().ask(Body.of("status"), PATIENCE, status -> onStatus(status, views));
    }

    private void onStatus(Body status, Body views) {
      facts.strong().ask(Body.of("status"), PATIENCE, strong -> onAnswers(status, views, strong));
    }

    private void onAnswers(Body status, Body views, Body strong) {
      isAsking = false;
      lastNanos = System.nanoTime();
      String document = JsonCodec.format(report.document(status, views, strong, lastNanos));
      last = document;
      for (ServerEvents viewer : List.copyOf(viewers)) {
        if (viewer.hasBegun()) {
          send(viewer, document);
        }
      }
      List<Consumer<String>> takers = List.copyOf(waiting);
      waiting.clear();
      takers.forEach(taker -> taker.accept(document));
    }

    private void send(ServerEvents viewer, String document) {
      if (viewers.contains(viewer) && !viewer.isFull()) {
        viewer.send("status", document);
      }
    }
  }
}
