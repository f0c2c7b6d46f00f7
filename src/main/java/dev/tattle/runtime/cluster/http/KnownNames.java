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
 * The names of all strong counters that this node has, so that a look is enough to know whom to ask
 * about a counter. Asks the engine again and again for what has changed: it answers once something
 * has, or after some time. It may answer that it does not support this: then there are the names
 * that were added here.
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

  /** Those made by requests that were answered since the engine last told its names. */
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
   * Begins to follow what the engine has.
   *
   * @param known is run once the names are known
   */
  public void follow(Runnable known) {
    untilKnown.add(known);
    ask();
  }

  /** False until the engine has told its names: until then nobody may say that one is not there. */
  boolean areKnown() {
    return areKnown;
  }

  /** How many there are. */
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

  /** Runs this soon: once the names are known, or could not be had; false if too many wait. */
  boolean hold(Runnable work) {
    return held.size() < MOST_HELD && held.add(work);
  }

  /** A request is under way that makes it, if it is not there yet. */
  void making(String name) {
    making.merge(name, 1, Integer::sum);
  }

  /** That request has its answer. */
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
