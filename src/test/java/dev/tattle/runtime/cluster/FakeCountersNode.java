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
import java.util.TreeMap;

/**
 * Answers the messages of the counters node in the simplest way. It sends each add to the others
 * once and never repairs a loss.
 */
final class FakeCountersNode implements Node {
  private record WatchTimer(Message request) implements Timer {}

  private final Environment environment;
  private final Map<String, Long> values = new TreeMap<>();
  private final Map<String, Long> keys = new TreeMap<>();
  private final List<Message> watching = new ArrayList<>();
  private List<NodeId> others = List.of();
  private long size = 1;

  FakeCountersNode(Environment environment) {
    this.environment = environment;
    for (Json kept : environment.kept()) {
      Map<String, Json> fields = ((Json.Obj) kept).fields();
      fields.forEach((name, delta) -> values.merge(name, ((Json.Int) delta).value(), Long::sum));
    }
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "members" -> members(message, out);
      case "leave" -> out.reply(message, Body.of("leave_ok", "handed_over", Json.of(true)));
      case "add" -> add(message, out);
      case "add_all" -> addAll(message, out);
      case "told" -> apply(body.text("counter"), body.integer("delta"), out);
      case "read" -> out.reply(message, value("read_ok", body.text("counter")));
      case "delete" -> delete(message, out);
      case "list" -> list(message, out);
      case "watch" -> watch(message, out);
      case "status" ->
          out.reply(
              message,
              Body.of("status_ok", "counters", Json.of(values.size()), "size", Json.of(size)));
      case "views" -> out.reply(message, views(body.text("counter")));
      case "silence" -> {}
      default -> throw NodeHost.notSupported(message);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    Message request = ((WatchTimer) timer).request();
    if (watching.remove(request)) {
      out.reply(request, value("watch_ok", request.body().text("counter")));
    }
  }

  private void members(Message message, Outbox out) {
    if (!message.src().equals(environment.self())) {
      throw new RequestException(RpcError.NOT_SUPPORTED, "only the node itself may say that");
    }
    others = new ArrayList<>();
    for (Json id : message.body().array("members")) {
      others.add(new NodeId(((Json.Text) id).value()));
    }
    others.remove(environment.self());
    size = message.body().integer("size");
    out.reply(message, Body.of("members_ok"));
  }

  private void add(Message message, Outbox out) {
    Body body = message.body();
    String name = body.text("counter");
    if (name.equals("silent")) {
      return;
    }
    for (RpcError error : RpcError.values()) {
      if (name.equals(error.name())) {
        throw new RequestException(error, "as asked");
      }
    }
    boolean isDuplicate = body.has("key") && keys.putIfAbsent(body.text("key"), 1L) != null;
    if (!isDuplicate) {
      addHere(name, body.integer("delta"), out);
    }
    Body answer = value("add_ok", name);
    out.reply(message, isDuplicate ? answer.with("duplicate", Json.of(true)) : answer);
  }

  private void addAll(Message message, Outbox out) {
    List<Json> totals = new ArrayList<>();
    for (Json item : message.body().array("adds")) {
      List<Json> pair = ((Json.Arr) item).items();
      String name = ((Json.Text) pair.get(0)).value();
      addHere(name, ((Json.Int) pair.get(1)).value(), out);
      totals.add(Json.of(values.getOrDefault(name, 0L)));
    }
    out.reply(message, Body.of("add_all_ok", "values", Json.array(totals), "token", token()));
  }

  private void addHere(String name, long delta, Outbox out) {
    if (environment.isDurable()) {
      out.append(Json.object(name, Json.of(delta)));
    }
    apply(name, delta, out);
    Body told = Body.of("told", "counter", Json.of(name), "delta", Json.of(delta));
    others.forEach(other -> out.send(other, told));
  }

  private void apply(String name, long delta, Outbox out) {
    try {
      values.put(name, Math.addExact(values.getOrDefault(name, 0L), delta));
    } catch (ArithmeticException e) {
      throw new RequestException(RpcError.PRECONDITION_FAILED, "beyond 64 bits");
    }
    for (Message request : List.copyOf(watching)) {
      if (request.body().text("counter").equals(name)) {
        watching.remove(request);
        out.cancelTimer(new WatchTimer(request));
        out.reply(request, value("watch_ok", name));
      }
    }
  }

  private void delete(Message message, Outbox out) {
    String name = message.body().text("counter");
    if (!values.containsKey(name)) {
      throw new RequestException(RpcError.KEY_DOES_NOT_EXIST, "there is no counter " + name);
    }
    Body answer = value("delete_ok", name);
    values.remove(name);
    out.reply(message, answer);
  }

  private void list(Message message, Outbox out) {
    List<Json> pairs = new ArrayList<>();
    values.forEach((name, value) -> pairs.add(Json.array(Json.of(name), Json.of(value))));
    out.reply(message, Body.of("list_ok", "counters", Json.array(pairs), "more", Json.of(false)));
  }

  private void watch(Message message, Outbox out) {
    Body body = message.body();
    Body now = value("watch_ok", body.text("counter"));
    if (!body.has("value") || !body.json("value").equals(now.json("value"))) {
      out.reply(message, now);
      return;
    }
    watching.add(message);
    out.setTimer(new WatchTimer(message), Duration.ofMillis(body.integer("wait")));
  }

  /** Nobody but itself. */
  private Body views(String name) {
    Body own = value("views_ok", name);
    Json view =
        Json.object(
            "value", own.json("value"),
            "exists", own.json("exists"),
            "behind", Json.of(0),
            "relay", Json.of(environment.self()),
            "away", Json.array());
    return Body.of("views_ok", "views", Json.object(environment.self().name(), view));
  }

  private Body value(String type, String name) {
    return Body.of(
        type,
        "value",
        Json.of(values.getOrDefault(name, 0L)),
        "exists",
        Json.of(values.containsKey(name)),
        "token",
        token());
  }

  private Json token() {
    return Json.object(environment.self().name() + ":1", Json.of(values.size()));
  }
}
