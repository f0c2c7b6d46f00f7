package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Answers the messages of a node of strong counters in the simplest way. Each node is alone, but
 * tells the others about counters that it makes. A counter that is named like an error gets that
 * error as its answer.
 */
final class FakeStrongNode implements Node {
  private enum Poll implements Timer {
    NAMES
  }

  private final Environment environment;
  private final Map<String, Long> values = new TreeMap<>();
  private final Map<String, List<Long>> bounds = new TreeMap<>();
  private final List<Message> polls = new ArrayList<>();
  private List<NodeId> others = List.of();

  FakeStrongNode(Environment environment) {
    this.environment = environment;
  }

  static Hosted hosted() {
    return new Hosted("strong-0", FakeStrongNode::new, body -> body.type().equals("made"));
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "members" -> {
        others = new ArrayList<>();
        body.array("members").forEach(id -> others.add(new NodeId(((Json.Text) id).value())));
        others.remove(environment.self());
        out.reply(message, Body.of("members_ok"));
      }
      case "leave" -> out.reply(message, Body.of("leave_ok", "handed_over", Json.of(true)));
      case "made" -> values.putIfAbsent(body.text("strong"), body.integer("value"));
      case "names" -> {
        polls.add(message);
        out.setTimer(Poll.NAMES, Duration.ofSeconds(20));
      }
      case "list" -> list(message, out);
      case "status" ->
          out.reply(
              message,
              Body.of(
                  "status_ok",
                  "group",
                  Json.object(
                      "node",
                      Json.of(environment.self()),
                      "problem",
                      Json.of(""),
                      "term",
                      Json.of(3))));
      default -> one(message, out);
    }
    tellNames(out);
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    polls.forEach(poll -> out.reply(poll, names(List.of(), List.of(), known(poll))));
    polls.clear();
  }

  private void one(Message message, Outbox out) {
    Body body = message.body();
    String name = body.text("strong");
    for (RpcError error : RpcError.values()) {
      if (name.equals(error.name())) {
        throw new RequestException(error, "as asked");
      }
    }
    long value = values.getOrDefault(name, 0L);
    switch (body.type()) {
      case "read" ->
          out.reply(
              message,
              Body.of(
                  "read_ok",
                  "value",
                  Json.of(value),
                  "exists",
                  Json.of(values.containsKey(name)),
                  "read",
                  body.json("consistency")));
      case "create" -> {
        List<Long> asked =
            List.of(
                body.has("min") ? body.integer("min") : Long.MIN_VALUE,
                body.has("max") ? body.integer("max") : Long.MAX_VALUE);
        boolean isNew = !values.containsKey(name);
        if (!asked.equals(bounds.getOrDefault(name, asked))) {
          throw new RequestException(RpcError.PRECONDITION_FAILED, "it has other bounds");
        }
        bounds.put(name, asked);
        put(name, value, out);
        out.reply(
            message, Body.of("create_ok", "value", Json.of(value), "created", Json.of(isNew)));
      }
      case "next" -> write(message, put(name, value + 1, out), out);
      case "add" -> write(message, put(name, value + body.integer("delta"), out), out);
      case "cas" -> {
        if (value != body.integer("from")) {
          throw new RequestException(RpcError.PRECONDITION_FAILED, "it is " + value);
        }
        write(message, put(name, body.integer("to"), out), out);
      }
      case "get_and_reset" -> {
        put(name, 0, out);
        write(message, value, out);
      }
      case "bounds" -> {
        bounds.put(name, List.of(body.integer("min"), body.integer("max")));
        write(message, put(name, value, out), out);
      }
      case "reserve" -> {
        long last = put(name, value + body.integer("count"), out);
        Json first = Json.of(value + 1);
        out.reply(message, Body.of("reserve_ok", "first", first, "last", Json.of(last)));
      }
      case "delete" -> {
        if (values.remove(name) == null) {
          throw new RequestException(RpcError.KEY_DOES_NOT_EXIST, "there is no counter " + name);
        }
        bounds.remove(name);
        tellNames(out);
        write(message, value, out);
      }
      default -> throw NodeHost.notSupported(message);
    }
  }

  private long put(String name, long value, Outbox out) {
    if (values.put(name, value) == null) {
      Body made = Body.of("made", "strong", Json.of(name), "value", Json.of(value));
      others.forEach(other -> out.send(other, made));
      tellNames(out);
    }
    return value;
  }

  private static void write(Message message, long value, Outbox out) {
    out.reply(message, Body.of(message.body().type() + "_ok", "value", Json.of(value)));
  }

  private void list(Message message, Outbox out) {
    List<Json> pairs = new ArrayList<>();
    values.forEach((name, value) -> pairs.add(Json.array(Json.of(name), Json.of(value))));
    out.reply(message, Body.of("list_ok", "counters", Json.array(pairs), "more", Json.of(false)));
  }

  private static SortedSet<String> known(Message poll) {
    TreeSet<String> known = new TreeSet<>();
    if (poll.body().has("since")) {
      poll.body().array("since").forEach(name -> known.add(((Json.Text) name).value()));
    }
    return known;
  }

  private void tellNames(Outbox out) {
    for (Message poll : List.copyOf(polls)) {
      SortedSet<String> known = known(poll);
      TreeSet<String> added = new TreeSet<>(values.keySet());
      added.removeAll(known);
      TreeSet<String> gone = new TreeSet<>(known);
      gone.removeAll(values.keySet());
      boolean isFirst = !poll.body().has("since");
      if (isFirst || !added.isEmpty() || !gone.isEmpty()) {
        polls.remove(poll);
        Body answer = names(List.copyOf(added), List.copyOf(gone), new TreeSet<>(values.keySet()));
        out.reply(poll, isFirst ? answer.with("all", Json.of(true)) : answer);
      }
    }
  }

  private static Body names(List<String> added, List<String> gone, SortedSet<String> since) {
    return Body.of(
        "names_ok",
        "since",
        Json.array(since.stream().map(Json::of).toList()),
        "names",
        Json.array(added.stream().map(Json::of).toList()),
        "gone",
        Json.array(gone.stream().map(Json::of).toList()));
  }
}
