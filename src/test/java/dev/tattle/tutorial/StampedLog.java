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
import java.util.SortedMap;
import java.util.TreeMap;

/** Gets each offset from lin-tso, which counts for all, and then tells all others the message. */
public final class StampedLog implements Node {
  private static final NodeId LIN_TSO = new NodeId("lin-tso");
  private static final RetryPolicy ONCE = RetryPolicy.once(Duration.ofSeconds(1));

  private final Environment environment;
  private final Calls<Message> calls;
  private final Map<String, SortedMap<Long, Json>> logs = new LinkedHashMap<>();
  private final Map<String, Json> committed = new LinkedHashMap<>();

  public StampedLog(Environment environment) {
    this.environment = environment;
    calls = new Calls<>(environment);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "send" -> calls.call(LIN_TSO, Body.of("ts"), message, ONCE, out);
      case "tell" -> log(request.text("key")).put(request.integer("offset"), request.json("msg"));
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
        calls.onMessage(message, out).ifPresent(done -> onStamp(done, out));
      }
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    calls.onTimer((CallTimer) timer, out).ifPresent(done -> onStamp(done, out));
  }

  private void onStamp(Completion<Message> done, Outbox out) {
    Message send = done.context();
    if (done.result() instanceof Result.Ok ok) {
      Json offset = ok.body().json("ts");
      Json key = send.body().json("key");
      Json text = send.body().json("msg");
      log(send.body().text("key")).put(ok.body().integer("ts"), text);
      Body tell = Body.of("tell", "key", key, "offset", offset, "msg", text);
      environment.peers().forEach(peer -> out.send(peer, tell));
      out.reply(send, Body.of("send_ok", "offset", offset));
    } else {
      out.reply(send, RpcError.TEMPORARILY_UNAVAILABLE.body("lin-tso is silent"));
    }
  }

  private SortedMap<Long, Json> log(String key) {
    return logs.computeIfAbsent(key, absent -> new TreeMap<>());
  }

  private Json poll(Body request) {
    Map<String, Json> found = new LinkedHashMap<>();
    request
        .object("offsets")
        .forEach(
            (key, offset) -> {
              List<Json> messages = new ArrayList<>();
              log(key)
                  .tailMap(((Json.Int) offset).value())
                  .forEach((place, text) -> messages.add(Json.array(Json.of(place), text)));
              found.put(key, Json.array(messages));
            });
    return new Json.Obj(found);
  }

  private Map<String, Json> committed(List<Json> keys) {
    Map<String, Json> offsets = new LinkedHashMap<>(committed);
    offsets.keySet().removeIf(key -> !keys.contains(Json.of(key)));
    return offsets;
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(StampedLog::new));
  }
}
