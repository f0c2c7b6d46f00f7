package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Naive, right Kafka logs. The first node keeps all of them. The others pass each request to it
 * again and again until it answers; it carries out each request once.
 */
class OwnedLogs implements Node {
  private static final Duration RETRY = Duration.ofMillis(400);
  private static final int MOST_MESSAGES = 20;

  final Environment environment;
  final Map<String, NavigableMap<Long, Json>> logs = new LinkedHashMap<>();
  final Map<String, Long> committed = new LinkedHashMap<>();
  private final String incarnation;
  private final Map<String, Message> waiting = new LinkedHashMap<>();
  private final Map<String, Body> carriedOut = new LinkedHashMap<>();
  private long asked;

  private record Retry(String id) implements Timer {}

  OwnedLogs(Environment environment) {
    this.environment = environment;
    incarnation = environment.self() + "-" + environment.random().nextLong() + "-";
    for (Json kept : environment.kept()) {
      Map<String, Json> fields = ((Json.Obj) kept).fields();
      Body request = body(fields);
      String id = ((Json.Text) fields.getOrDefault("id", Json.of(""))).value();
      carriedOut.put(id, carryOut(request));
    }
  }

  /** Appends a new message and returns its offset. */
  long append(String key, Json message) {
    NavigableMap<Long, Json> log = log(key);
    long offset = log.isEmpty() ? 0 : log.lastKey() + 1;
    log.put(offset, message);
    return offset;
  }

  /** The messages that a poll shows. */
  NavigableMap<Long, Json> from(String key, long offset) {
    return log(key).tailMap(offset, true);
  }

  void commit(String key, long offset) {
    committed.merge(key, offset, Math::max);
  }

  NodeId owner() {
    return environment.nodes().get(0);
  }

  boolean isNew(String id) {
    return !carriedOut.containsKey(id);
  }

  /** The question of an answer; null if it has been answered before. */
  @Nullable Message answered(String id, Body answer, Map<String, Message> questions) {
    return questions.remove(id);
  }

  /** Called after a question without an answer was sent again. */
  void onRetry() {}

  final NavigableMap<Long, Json> log(String key) {
    return logs.computeIfAbsent(key, absent -> new TreeMap<>());
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Map<String, Json> fields = message.body().fields();
    switch (message.body().type()) {
      case "ask" -> {
        Body reply = answer(message.body().text("id"), body(fields), out);
        out.send(message.src(), wrapped("answer", message.body().text("id"), reply));
      }
      case "answer" -> {
        Message question = answered(message.body().text("id"), body(fields), waiting);
        if (question != null) {
          out.reply(question, body(fields));
        }
      }
      default -> onRequest(message, out);
    }
  }

  private void onRequest(Message request, Outbox out) {
    String id = incarnation + ++asked;
    if (owner().equals(environment.self())) {
      out.reply(request, answer(id, request.body(), out));
    } else {
      waiting.put(id, request);
      onTimer(new Retry(id), out);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    String id = ((Retry) timer).id;
    Message question = waiting.get(id);
    if (question != null) {
      out.send(owner(), wrapped("ask", id, question.body()));
      out.setTimer(timer, RETRY);
      onRetry();
    }
  }

  private static Body wrapped(String type, String id, Body body) {
    return Body.of(
        type, "id", Json.of(id), "do", Json.of(body.type()), "with", new Json.Obj(body.fields()));
  }

  private static Body body(Map<String, Json> fields) {
    Json with = fields.getOrDefault("with", Json.object());
    Json type = fields.getOrDefault("do", Json.of(""));
    return new Body(((Json.Text) type).value(), null, null, ((Json.Obj) with).fields());
  }

  private Body answer(String id, Body request, Outbox out) {
    return switch (request.type()) {
      case "poll" -> poll(request.object("offsets"));
      case "list_committed_offsets" -> listCommitted(request.array("keys"));
      case "send", "commit_offsets" -> {
        if (isNew(id)) {
          out.append(new Json.Obj(wrapped("", id, request).fields()));
          carriedOut.put(id, carryOut(request));
        }
        yield carriedOut.getOrDefault(id, request);
      }
      default -> throw new RequestException(RpcError.NOT_SUPPORTED, request.type());
    };
  }

  Body carryOut(Body request) {
    if (request.type().equals("send")) {
      long offset = append(request.text("key"), request.json("msg"));
      return Body.of("send_ok", "offset", Json.of(offset));
    }
    request.object("offsets").forEach((key, o) -> commit(key, ((Json.Int) o).value()));
    return Body.of("commit_offsets_ok");
  }

  private Body poll(Map<String, Json> offsets) {
    Map<String, Json> shown = new LinkedHashMap<>();
    offsets.forEach(
        (key, offset) -> {
          List<Json> messages = new ArrayList<>();
          from(key, ((Json.Int) offset).value())
              .forEach((at, message) -> messages.add(Json.array(Json.of(at), message)));
          if (!messages.isEmpty()) {
            int end = Math.min(messages.size(), MOST_MESSAGES);
            shown.put(key, Json.array(messages.subList(0, end)));
          }
        });
    return Body.of("poll_ok", "msgs", new Json.Obj(shown));
  }

  private Body listCommitted(List<Json> keys) {
    Map<String, Json> shown = new LinkedHashMap<>();
    for (Json key : keys) {
      String name = ((Json.Text) key).value();
      if (committed.containsKey(name)) {
        shown.put(name, Json.of(committed.getOrDefault(name, 0L)));
      }
    }
    return Body.of("list_committed_offsets_ok", "offsets", new Json.Obj(shown));
  }
}
