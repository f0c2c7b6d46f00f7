package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.runtime.cluster.node.CounterEngine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the names of all strong counters that this node has, so that the router can look up the
 * engine of a counter. It keeps asking the engine what has changed. The engine answers once
 * something has changed, or after some time. If the engine answers that it does not support this,
 * only the names that were added here are known.
 *
 * <p>Thread rule: the event loop.
 */
public final class KnownNames {
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long RETRY_MILLIS = 500;
  private static final int MOST_HELD = 10_000;

  private final Vertx vertx;
  private final CounterEngine strong;
  private final Set<String> names = new HashSet<>();

  /** Counters made by requests that were answered since the engine last sent its names. */
  private final Set<String> made = new HashSet<>();

  private final Map<String, Integer> making = new HashMap<>();
  private final List<Runnable> untilKnown = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private @Nullable Json since;
  private boolean areKnown;

  public KnownNames(Vertx vertx, CounterEngine strong) {
    this.vertx = vertx;
    this.strong = strong;
  }

  /**
   * Begins to follow the engine's names.
   *
   * @param known runs once the names are known
   */
  public void follow(Runnable known) {
    untilKnown.add(known);
    ask();
  }

  /**
   * Tells whether the engine has sent its names. Until then nobody may say that a counter does not
   * exist.
   */
  boolean areKnown() {
    return areKnown;
  }

  /** The number of names. */
  public int size() {
    return names.size();
  }

  boolean has(String name) {
    return names.contains(name)
        || (!made.isEmpty() && made.contains(name))
        || (!making.isEmpty() && making.containsKey(name));
  }

  boolean areNone() {
    return names.isEmpty() && made.isEmpty() && making.isEmpty();
  }

  /**
   * Holds work until the names are known or the engine has failed to send them. Returns false if
   * too much work waits.
   */
  boolean hold(Runnable work) {
    return held.size() < MOST_HELD && held.add(work);
  }

  /** Notes that a request is under way that makes this counter if it does not exist. */
  void making(String name) {
    making.merge(name, 1, Integer::sum);
  }

  /** Notes that such a request has its answer. */
  void made(String name, boolean isThere) {
    making.computeIfPresent(name, (unused, count) -> count == 1 ? null : count - 1);
    if (isThere) {
      made.add(name);
    }
  }

  private void ask() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (since != null) {
      fields.put("since", since);
    }
    Body question = new Body("names", null, null, fields);
    strong.ask(question, areKnown ? PATIENCE : FIRST_PATIENCE, this::onAnswer);
  }

  private void onAnswer(Body answer) {
    if (answer.type().equals("error")) {
      boolean isOver =
          answer.has("code") && answer.integer("code") == RpcError.NOT_SUPPORTED.code();
      if (isOver) {
        nowKnown();
      } else {
        vertx.setTimer(RETRY_MILLIS, unused -> ask());
        runAll(held);
      }
      return;
    }
    made.clear();
    if (Json.of(true).equals(answer.fields().get("all"))) {
      names.clear();
    }
    texts(answer.fields().get("gone")).forEach(names::remove);
    names.addAll(texts(answer.fields().get("names")));
    since = answer.json("since");
    nowKnown();
    ask();
  }

  private static List<String> texts(@Nullable Json all) {
    List<String> texts = new ArrayList<>();
    if (all instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Text text) {
          texts.add(text.value());
        }
      }
    }
    return texts;
  }

  private void nowKnown() {
    areKnown = true;
    runAll(untilKnown);
    runAll(held);
  }

  private static void runAll(List<Runnable> works) {
    List<Runnable> all = List.copyOf(works);
    works.clear();
    all.forEach(Runnable::run);
  }
}
