package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.runtime.cluster.node.CounterEngine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for new values of strong counters. Their engine does not announce changes, so this class
 * reads a counter four times a second, once for all that wait for it. At most {@value
 * #MOST_WAITING} may wait; further ones are refused.
 *
 * <p>Thread rule: the event loop.
 */
final class StrongWatches {
  static final int MOST_WAITING = 4_000;

  private static final long PERIOD_MILLIS = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A client that waits, with the value that it knows already, if any. */
  private record Waiting(@Nullable Json value, long deadlineNanos, Consumer<Body> answer) {}

  private final Vertx vertx;
  private final CounterEngine strong;
  private final Map<String, List<Waiting>> waiting = new LinkedHashMap<>();
  private int count;
  private boolean isArmed;

  StrongWatches(Vertx vertx, CounterEngine strong) {
    this.vertx = vertx;
    this.strong = strong;
  }

  /** Answers {@code watch} once the value has changed or the time to wait is over. */
  void watch(String name, Body question, Consumer<Body> answer) {
    if (count >= MOST_WAITING) {
      answer.accept(
          RpcError.TEMPORARILY_UNAVAILABLE.body(
              "too many watches of strong counters at this node; try again later"));
      return;
    }
    long waitMillis = question.has("wait") ? question.integer("wait") : 0;
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    count++;
    waiting
        .computeIfAbsent(name, unused -> new ArrayList<>())
        .add(new Waiting(question.fields().get("value"), deadlineNanos, answer));
    look(name);
    if (!isArmed) {
      isArmed = true;
      vertx.setTimer(PERIOD_MILLIS, unused -> lookAtAll());
    }
  }

  private void lookAtAll() {
    isArmed = !waiting.isEmpty();
    if (isArmed) {
      List.copyOf(waiting.keySet()).forEach(this::look);
      vertx.setTimer(PERIOD_MILLIS, unused -> lookAtAll());
    }
  }

  private void look(String name) {
    Body read = Body.of("read", "strong", Json.of(name), "consistency", Json.of("local"));
    strong.ask(read, PATIENCE, answer -> onAnswer(name, answer));
  }

  private void onAnswer(String name, Body answer) {
    List<Waiting> all = waiting.getOrDefault(name, List.of());
    boolean isError = answer.type().equals("error");
    Body told = isError ? answer : new Body("watch_ok", null, null, answer.fields());
    List<Waiting> ready = new ArrayList<>();
    for (Iterator<Waiting> each = all.iterator(); each.hasNext(); ) {
      Waiting one = each.next();
      boolean isNew = isError || !answer.json("value").equals(one.value);
      if (isNew || one.deadlineNanos - System.nanoTime() < 0) {
        each.remove();
        ready.add(one);
      }
    }
    if (all.isEmpty()) {
      waiting.remove(name);
    }
    count -= ready.size();
    ready.forEach(one -> one.answer.accept(told));
  }
}
