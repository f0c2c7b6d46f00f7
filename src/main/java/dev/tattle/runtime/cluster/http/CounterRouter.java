package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.runtime.cluster.node.CounterEngine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes each question about a counter to the engine that keeps the counter. A name belongs to one
 * counter, which is either eventual or strong. It is strong if the node has a strong counter of
 * that name. A new counter becomes strong in three cases: only strong counters support the
 * question, it says {@code "consistency":"strong"}, or all new counters are strong.
 *
 * <p>The first question about an unknown name asks the group of strong counters, so that a counter
 * made strong at one node is strong at once at all others. If no majority answers, the name counts
 * as eventual, because eventual counters stay available.
 *
 * <p>Questions name a counter of either kind in the field {@code counter}. Questions that come
 * before the names of the strong counters are known wait for these names.
 *
 * <p>Thread rule: the event loop.
 */
public final class CounterRouter implements CounterEngine {
  static final String COUNTER = "counter";
  static final String CONSISTENCY = "consistency";

  private static final String STARTING = "the node is starting";
  private static final int MOST_SETTLED = 100_000;
  private static final Duration FIRST_LOOK = Duration.ofMillis(500);
  private static final Set<String> STRONG_ONLY =
      Set.of("create", "next", "reserve", "cas", "get_and_reset", "bounds");
  private static final Set<String> STRONG_READS = Set.of("strong", "linearizable");

  private final CounterEngine eventual;
  private final CounterEngine strong;
  private final KnownNames names;
  private final StrongWatches watches;
  private final boolean makesStrong;

  /** Names of eventual counters that exist. */
  private final Set<String> settled = new HashSet<>();

  /**
   * Creates a router.
   *
   * @param makesStrong true if new counters are strong
   */
  public CounterRouter(
      Vertx vertx,
      CounterEngine eventual,
      CounterEngine strong,
      KnownNames names,
      boolean makesStrong) {
    this.eventual = eventual;
    this.strong = strong;
    this.names = names;
    this.makesStrong = makesStrong;
    watches = new StrongWatches(vertx, strong);
  }

  @Override
  public void ask(Body question, Duration patience, Consumer<Body> answer) {
    if (names.areKnown()) {
      route(question, patience, answer);
    } else if (!names.hold(() -> askKnown(question, patience, answer))) {
      answer.accept(RpcError.TEMPORARILY_UNAVAILABLE.body(STARTING));
    }
  }

  private void askKnown(Body question, Duration patience, Consumer<Body> answer) {
    if (names.areKnown()) {
      route(question, patience, answer);
    } else {
      answer.accept(RpcError.TEMPORARILY_UNAVAILABLE.body(STARTING));
    }
  }

  private void route(Body question, Duration patience, Consumer<Body> answer) {
    switch (question.type()) {
      case "list" -> list(question, patience, answer);
      case "add_all" -> addAll(question, patience, answer);
      default -> askOne(question, patience, answer);
    }
  }

  private void askOne(Body question, Duration patience, Consumer<Body> answer) {
    String name = question.text(COUNTER);
    Json consistency = question.fields().get(CONSISTENCY);
    boolean isEventual = Json.of("eventual").equals(consistency);
    if (names.has(name)) {
      if (isEventual) {
        answer.accept(RpcError.KEY_ALREADY_EXISTS.body("'" + name + "' is a strong counter"));
      } else {
        askStrong(name, question, patience, answer);
      }
    } else if (isEventual) {
      exists(name, patience, answer);
    } else if (needsStrong(question.type(), consistency)) {
      askNew(name, question, patience, answer, true);
    } else if (makesStrong) {
      askNew(name, question, patience, answer, false);
    } else if (settled.contains(name) && !question.type().equals("delete")) {
      eventual.ask(question, patience, answer);
    } else {
      settle(name, question, patience, answer);
    }
  }

  /** Asks whether another node has just made the counter strong, then passes the question on. */
  private void settle(String name, Body question, Duration patience, Consumer<Body> answer) {
    Body read = Body.of("read", "strong", Json.of(name), CONSISTENCY, Json.of("linearizable"));
    strong.ask(
        read,
        FIRST_LOOK,
        found -> {
          if (names.has(name) || isThere(found)) {
            askStrong(name, question, patience, answer);
            return;
          }
          eventual.ask(
              question,
              patience,
              told -> {
                remember(name, told);
                answer.accept(told);
              });
        });
  }

  /** Remembers eventual counters that exist: they can't become strong. */
  private void remember(String name, Body told) {
    boolean isThere = told.type().equals("add_ok") || isThere(told);
    if (told.type().equals("delete_ok")) {
      settled.remove(name);
    }
    if (isThere && settled.size() >= MOST_SETTLED) {
      settled.clear();
    }
    if (isThere) {
      settled.add(name);
    }
  }

  private static boolean needsStrong(String type, @Nullable Json consistency) {
    return STRONG_ONLY.contains(type)
        || (consistency instanceof Json.Text text && STRONG_READS.contains(text.value()));
  }

  /** Passes on a question that wants a strong counter, unless an eventual one has the name. */
  private void askNew(
      String name, Body question, Duration patience, Consumer<Body> answer, boolean needsStrong) {
    exists(
        name,
        patience,
        found -> {
          if (found.type().equals("error")) {
            answer.accept(found);
          } else if (names.has(name) || !isThere(found)) {
            askStrong(name, question, patience, answer);
          } else if (needsStrong) {
            String why =
                "'%s' is an eventual counter at this node: choose another name, or delete it first"
                    .formatted(name);
            answer.accept(RpcError.KEY_ALREADY_EXISTS.body(why));
          } else {
            eventual.ask(question, patience, answer);
          }
        });
  }

  /** Asks whether an eventual counter has this name. */
  private void exists(String name, Duration patience, Consumer<Body> answer) {
    Body read = Body.of("read", COUNTER, Json.of(name), CONSISTENCY, Json.of("local"));
    eventual.ask(
        read,
        patience,
        found -> {
          boolean isNotSupported =
              Json.of(RpcError.NOT_SUPPORTED.code()).equals(found.fields().get("code"));
          answer.accept(isNotSupported ? Body.of("read_ok") : found);
        });
  }

  private static boolean isThere(Body found) {
    return Json.of(true).equals(found.fields().get("exists"));
  }

  private void askStrong(String name, Body question, Duration patience, Consumer<Body> answer) {
    if (question.type().equals("watch")) {
      watches.watch(name, question, answer);
      return;
    }
    if (question.has("ttl")) {
      String why = "ttl_millis: not allowed, because a strong counter stays until it is deleted";
      answer.accept(RpcError.MALFORMED_REQUEST.body(why));
      return;
    }
    boolean isWrite = !question.type().equals("read") && !question.type().equals("delete");
    if (!isWrite) {
      strong.ask(forStrong(name, question), patience, answer);
      return;
    }
    names.making(name);
    strong.ask(
        forStrong(name, question),
        patience,
        told -> {
          names.made(name, !told.type().equals("error"));
          answer.accept(told);
        });
  }

  /** Converts a question to the form that the strong engine takes. */
  private static Body forStrong(String name, Body question) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("strong", Json.of(name));
    question
        .fields()
        .forEach(
            (field, value) -> {
              if (!field.equals(COUNTER) && !field.equals("token") && !field.equals(CONSISTENCY)) {
                fields.put(field, value);
              }
            });
    if (question.type().equals("read")) {
      boolean isLocal = Json.of("local").equals(question.fields().get(CONSISTENCY));
      fields.put(CONSISTENCY, Json.of(isLocal ? "local" : "linearizable"));
    }
    return new Body(question.type(), null, null, fields);
  }

  private void addAll(Body question, Duration patience, Consumer<Body> answer) {
    if (makesStrong) {
      String why =
          "a batch changes eventual counters only, but this node makes new counters strong";
      answer.accept(RpcError.PRECONDITION_FAILED.body(why));
      return;
    }
    for (Json add : question.array("adds")) {
      if (add instanceof Json.Arr pair
          && pair.items().get(0) instanceof Json.Text name
          && names.has(name.value())) {
        String why = "'%s' is a strong counter: change it with a separate request";
        answer.accept(RpcError.PRECONDITION_FAILED.body(why.formatted(name.value())));
        return;
      }
    }
    eventual.ask(question, patience, answer);
  }

  /** Lists counters of both kinds. The node marks a strong counter in a third item. */
  private void list(Body question, Duration patience, Consumer<Body> answer) {
    if (names.areNone()) {
      eventual.ask(question, patience, answer);
      return;
    }
    eventual.ask(
        question,
        patience,
        ours -> {
          if (ours.type().equals("error")) {
            answer.accept(ours);
            return;
          }
          strong.ask(
              question,
              patience,
              theirs ->
                  answer.accept(
                      theirs.type().equals("error")
                          ? theirs
                          : CounterPages.both(question, ours, theirs)));
        });
  }
}
