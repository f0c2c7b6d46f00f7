package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Naive, right named counters. Each node keeps all operations of all nodes, and again and again
 * pulls from each peer what it lacks. It is slow, and its log grows for ever.
 */
class LoggedCounters implements Node {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  static final int MOST_SENT = 200;

  /** The timers. The last two belong to one waiting request, given by its place. */
  enum Tick implements Timer {
    PULL
  }

  record Expiry(String counter) implements Timer {}

  record End(long waiting) implements Timer {}

  /** A request that waits: for a token's operations, for answers of peers, or for a change. */
  static final class Waiting {
    final Message request;
    final Set<NodeId> heard = new LinkedHashSet<>();

    Waiting(Message request) {
      this.request = request;
    }
  }

  final Environment environment;
  final OperationLog log;
  final Map<Long, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Long> deadlines = new LinkedHashMap<>();
  private long asked;

  LoggedCounters(Environment environment) {
    this(environment, new OperationLog());
  }

  LoggedCounters(Environment environment, OperationLog log) {
    this.environment = environment;
    this.log = log;
    // An answer to an earlier process must not look like an answer to this one.
    asked = environment.random().nextLong(Long.MAX_VALUE / 2);
    for (Json record : kept()) {
      List<Json> parts = OperationLog.items(record);
      log.append(OperationLog.text(parts.get(0)), OperationLog.number(parts.get(1)), parts.get(2));
    }
  }

  /** The most operations of other nodes in one message. */
  int mostSent() {
    return MOST_SENT;
  }

  /** The name under which others know this node's operations. */
  String replica() {
    return environment.self().name();
  }

  /** The records on the disk. */
  List<Json> kept() {
    List<Json> records = new ArrayList<>();
    environment.kept().forEach(records::add);
    return records;
  }

  @Override
  public void onStart(Outbox out) {
    log.timesToLive().forEach((counter, millis) -> live(counter, millis, out));
    onTimer(Tick.PULL, out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "add" -> {
        Json add = Json.array(body.json("counter"), body.json("delta"));
        add(message, List.of(add), out);
        out.reply(message, answer("add_ok", body.text("counter")));
      }
      case "add_all" -> {
        add(message, body.array("adds"), out);
        List<Json> values =
            body.array("adds").stream()
                .map(add -> log.value(OperationLog.text(OperationLog.items(add).get(0))))
                .toList();
        out.reply(
            message, Body.of("add_all_ok", "values", Json.array(values), "token", log.versions()));
      }
      case "read" -> read(message, out);
      case "delete" -> whenCovered(message, out);
      case "watch" -> watch(message, out);
      case "list" -> list(message, out);
      case "pull" ->
          out.send(
              message.src(),
              Body.of(
                  "push",
                  "operations",
                  Json.array(log.lackedBy(body.json("known"), mostSent())),
                  "asked",
                  body.json("asked")));
      case "push" -> push(message, out);
      default -> throw NodeHost.notSupported(message);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer instanceof Expiry expiry) {
      expire(expiry.counter, out);
    } else if (timer instanceof End end) {
      end(end.waiting, out);
    } else {
      environment.peers().forEach(peer -> pull(peer, round(), out));
      out.setTimer(Tick.PULL, INTERVAL);
    }
  }

  /** The number of pulls for which no request waits. */
  long round() {
    return 0;
  }

  private void pull(NodeId peer, long request, Outbox out) {
    out.send(peer, Body.of("pull", "known", log.versions(), "asked", Json.of(request)));
  }

  Body answer(String type, String counter) {
    return Body.of(type, "value", log.value(counter), "token", log.versions());
  }

  Body look(String type, String counter) {
    return answer(type, counter).with("exists", Json.of(log.exists(counter)));
  }

  // ---- writing

  void add(Message message, List<Json> adds, Outbox out) {
    Map<String, Json> operation = new LinkedHashMap<>();
    operation.put("adds", Json.array(adds));
    for (String name : List.of("key", "ttl")) {
      Json value = message.body().fields().get(name);
      if (value != null) {
        operation.put(name, value);
      }
    }
    Json key = operation.get("key");
    if (key == null || !log.hasKey(key)) {
      stamp(operation);
      own(new Json.Obj(operation), out);
    }
  }

  /** Adds the node's own fields to a client's operation. */
  void stamp(Map<String, Json> operation) {}

  /** How long the operation's counters may still live; null for ever. */
  @Nullable Long millisToLive(Json operation) {
    Json ttl = OperationLog.optional(operation, "ttl");
    return ttl == null ? null : OperationLog.number(ttl);
  }

  /** Carries out an operation of this node. */
  void own(Json operation, Outbox out) {
    learn(replica(), log.size(replica()) + 1L, operation, out);
    changed(out);
  }

  /** Keeps an operation if it is the next one of its node. */
  void learn(String from, long number, Json operation, Outbox out) {
    if (number != log.size(from) + 1) {
      return;
    }
    out.append(Json.array(Json.of(from), Json.of(number), operation));
    log.append(from, number, operation);
    Long millis = millisToLive(operation);
    if (millis != null) {
      for (Json add : OperationLog.items(OperationLog.field(operation, "adds"))) {
        live(OperationLog.text(OperationLog.items(add).get(0)), millis, out);
      }
    }
  }

  void push(Message message, Outbox out) {
    for (Json item : message.body().array("operations")) {
      List<Json> parts = OperationLog.items(item);
      learn(OperationLog.text(parts.get(0)), OperationLog.number(parts.get(1)), parts.get(2), out);
    }
    Waiting asker = waiting.get(message.body().integer("asked"));
    if (asker != null && message.body().array("operations").size() < mostSent()) {
      asker.heard.add(message.src());
    }
    changed(out);
  }

  void live(String counter, long millis, Outbox out) {
    long deadline = environment.nowNanos() + Duration.ofMillis(millis).toNanos();
    if (deadlines.merge(counter, deadline, Math::max) == deadline) {
      out.setTimer(new Expiry(counter), Duration.ofMillis(millis));
    }
  }

  void expire(String counter, Outbox out) {
    if (log.exists(counter)) {
      delete(counter, out);
    }
    deadlines.remove(counter);
  }

  void delete(String counter, Outbox out) {
    own(Json.object("delete", Json.of(counter), "seen", log.versions()), out);
  }

  // ---- looking

  private void read(Message message, Outbox out) {
    if (message.body().has("consistency")) {
      long number = await(message, PATIENCE, out);
      environment.peers().forEach(peer -> pull(peer, number, out));
      changed(out);
    } else {
      whenCovered(message, out);
    }
  }

  private void whenCovered(Message message, Outbox out) {
    await(message, PATIENCE, out);
    changed(out);
  }

  private void watch(Message message, Outbox out) {
    await(message, Duration.ofMillis(message.body().integer("wait")), out);
    changed(out);
  }

  private void list(Message message, Outbox out) {
    Body body = message.body();
    String after = body.has("after") ? body.text("after") : "";
    int limit = body.has("limit") ? (int) body.integer("limit") : 100;
    List<Json> rows = new ArrayList<>();
    boolean more = false;
    for (String name : log.names()) {
      if (name.compareTo(after) > 0 && log.exists(name)) {
        more = rows.size() == limit;
        if (more) {
          break;
        }
        rows.add(Json.array(Json.of(name), log.value(name)));
      }
    }
    out.reply(message, Body.of("list_ok", "counters", Json.array(rows), "more", Json.of(more)));
  }

  private long await(Message message, Duration most, Outbox out) {
    waiting.put(++asked, new Waiting(message));
    out.setTimer(new End(asked), most);
    return asked;
  }

  /** Answers the waiting requests that can be answered now. */
  void changed(Outbox out) {
    for (Map.Entry<Long, Waiting> entry : List.copyOf(waiting.entrySet())) {
      if (waiting.containsKey(entry.getKey()) && isReady(entry.getValue())) {
        waiting.remove(entry.getKey());
        out.cancelTimer(new End(entry.getKey()));
        finish(entry.getValue().request, out);
      }
    }
  }

  boolean isReady(Waiting one) {
    Body body = one.request.body();
    if (body.type().equals("watch")) {
      return isNews(one);
    }
    return isCovered(body.fields().get("token")) && (!body.has("consistency") || hasMajority(one));
  }

  boolean isNews(Waiting watch) {
    Body body = watch.request.body();
    return !log.value(body.text("counter")).equals(body.fields().get("value"));
  }

  boolean isCovered(@Nullable Json token) {
    return log.covers(token);
  }

  boolean hasMajority(Waiting one) {
    return 1 + one.heard.size() > environment.nodes().size() / 2;
  }

  private void finish(Message request, Outbox out) {
    String counter = request.body().text("counter");
    if (!request.body().type().equals("delete")) {
      out.reply(request, look(request.body().type() + "_ok", counter));
    } else if (log.exists(counter)) {
      Json taken = log.value(counter);
      delete(counter, out);
      out.reply(request, Body.of("delete_ok", "value", taken, "token", log.versions()));
    } else {
      out.reply(request, RpcError.KEY_DOES_NOT_EXIST.body("there is no " + counter));
    }
  }

  private void end(long number, Outbox out) {
    Waiting one = waiting.remove(number);
    if (one != null && one.request.body().type().equals("watch")) {
      finish(one.request, out);
    } else if (one != null) {
      out.reply(one.request, RpcError.TEMPORARILY_UNAVAILABLE.body("not in time"));
    }
  }
}
