package dev.tattle.tutorial;

import dev.tattle.StdioNode;
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
import dev.tattle.core.rpc.CallTimer;
import dev.tattle.core.rpc.Calls;
import dev.tattle.core.rpc.Completion;
import dev.tattle.core.rpc.Result;
import dev.tattle.core.rpc.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each key has a leader, which numbers its messages. The others have copies, a little later. */
public final class LeaderLog implements Node {
  private enum Tick implements Timer {
    COPY
  }

  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final RetryPolicy ONCE = RetryPolicy.once(Duration.ofSeconds(1));

  private final Environment environment;
  private final Calls<Message> calls;
  private final Map<String, List<Json>> logs = new LinkedHashMap<>();
  private final Map<String, Json> committed = new LinkedHashMap<>();

  /** How many messages of each key, which this node leads, each other node has. */
  private final Map<NodeId, Map<String, Long>> copied = new LinkedHashMap<>();

  public LeaderLog(Environment environment) {
    this.environment = environment;
    calls = new Calls<>(environment);
    environment.peers().forEach(peer -> copied.put(peer, new LinkedHashMap<>()));
  }

  @Override
  public void onStart(Outbox out) {
    out.setTimer(Tick.COPY, PERIOD);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "send" -> send(message, out);
      case "copy" -> copy(message, out);
      case "copied" ->
          copied.get(message.src()).merge(request.text("key"), request.integer("count"), Math::max);
      case "poll" -> out.reply(message, Body.of("poll_ok", "msgs", poll(request)));
      case "commit_offsets" -> {
        committed.putAll(request.object("offsets"));
        out.reply(message, Body.of("commit_offsets_ok"));
      }
      case "list_committed_offsets" -> {
        Json offsets = new Json.Obj(committed(request.array("keys")));
        out.reply(message, Body.of("list_committed_offsets_ok", "offsets", offsets));
      }
      default -> {
        if (request.inReplyTo() == null) {
          throw NodeHost.notSupported(message);
        }
        calls.onMessage(message, out).ifPresent(done -> onForwarded(done, out));
      }
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer instanceof CallTimer callTimer) {
      calls.onTimer(callTimer, out).ifPresent(done -> onForwarded(done, out));
    } else {
      logs.keySet().stream().filter(this::leads).forEach(key -> sendCopies(key, out));
      out.setTimer(Tick.COPY, PERIOD);
    }
  }

  private NodeId leader(String key) {
    List<NodeId> nodes = environment.nodes();
    return nodes.get(Math.floorMod(key.hashCode(), nodes.size()));
  }

  private boolean leads(String key) {
    return leader(key).equals(environment.self());
  }

  private void send(Message message, Outbox out) {
    String key = message.body().text("key");
    if (leads(key)) {
      List<Json> log = log(key);
      log.add(message.body().json("msg"));
      out.reply(message, Body.of("send_ok", "offset", Json.of(log.size() - 1)));
    } else {
      Body send = Body.of("send", "key", Json.of(key), "msg", message.body().json("msg"));
      calls.call(leader(key), send, message, ONCE, out);
    }
  }

  private void onForwarded(Completion<Message> done, Outbox out) {
    if (done.result() instanceof Result.Ok ok) {
      out.reply(done.context(), Body.of("send_ok", "offset", ok.body().json("offset")));
    } else {
      out.reply(done.context(), RpcError.TIMEOUT.body("nobody knows whether the leader has it"));
    }
  }

  /** Sends each other node what it has not said that it has. */
  private void sendCopies(String key, Outbox out) {
    List<Json> log = log(key);
    copied.forEach(
        (peer, counts) -> {
          long from = counts.getOrDefault(key, 0L);
          if (from < log.size()) {
            Json rest = Json.array(List.copyOf(log.subList((int) from, log.size())));
            out.send(
                peer, Body.of("copy", "key", Json.of(key), "from", Json.of(from), "msgs", rest));
          }
        });
  }

  /** Takes copies without leaving a gap. */
  private void copy(Message message, Outbox out) {
    Body request = message.body();
    List<Json> log = log(request.text("key"));
    List<Json> messages = request.array("msgs");
    long known = log.size() - request.integer("from");
    if (known >= 0 && known < messages.size()) {
      log.addAll(messages.subList((int) known, messages.size()));
    }
    Json count = Json.of(log.size());
    out.send(message.src(), Body.of("copied", "key", request.json("key"), "count", count));
  }

  private List<Json> log(String key) {
    return logs.computeIfAbsent(key, absent -> new ArrayList<>());
  }

  private Json poll(Body request) {
    Map<String, Json> found = new LinkedHashMap<>();
    request
        .object("offsets")
        .forEach((key, offset) -> found.put(key, from(log(key), ((Json.Int) offset).value())));
    return new Json.Obj(found);
  }

  private static Json from(List<Json> log, long offset) {
    List<Json> messages = new ArrayList<>();
    for (int i = (int) offset; i < log.size(); i++) {
      messages.add(Json.array(Json.of(i), log.get(i)));
    }
    return Json.array(messages);
  }

  private Map<String, Json> committed(List<Json> keys) {
    Map<String, Json> offsets = new LinkedHashMap<>(committed);
    offsets.keySet().removeIf(key -> !keys.contains(Json.of(key)));
    return offsets;
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(LeaderLog::new));
  }
}
