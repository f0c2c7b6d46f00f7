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
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends each value to every other node until that node says that it has it. */
public final class RetryBroadcast implements Node {
  private enum Tick implements Timer {
    RETRY
  }

  private static final Duration PERIOD = Duration.ofMillis(500);

  private final Set<Json> values = new LinkedHashSet<>();
  private final Map<NodeId, Set<Json>> unconfirmed = new LinkedHashMap<>();

  public RetryBroadcast(Environment environment) {
    environment.peers().forEach(peer -> unconfirmed.put(peer, new LinkedHashSet<>()));
  }

  @Override
  public void onStart(Outbox out) {
    out.setTimer(Tick.RETRY, PERIOD);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "topology" -> out.reply(message, Body.of("topology_ok"));
      case "broadcast" -> {
        add(request.json("message"), out);
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "messages", array(values)));
      case "tell" -> {
        values.addAll(request.array("values"));
        out.send(message.src(), Body.of("told", "values", request.json("values")));
      }
      case "told" -> request.array("values").forEach(unconfirmed.get(message.src())::remove);
      default -> throw NodeHost.notSupported(message);
    }
  }

  private void add(Json value, Outbox out) {
    if (values.add(value)) {
      unconfirmed.forEach(
          (peer, waiting) -> {
            waiting.add(value);
            out.send(peer, Body.of("tell", "values", Json.array(value)));
          });
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    unconfirmed.forEach(
        (peer, waiting) -> {
          if (!waiting.isEmpty()) {
            out.send(peer, Body.of("tell", "values", array(waiting)));
          }
        });
    out.setTimer(Tick.RETRY, PERIOD);
  }

  private static Json array(Set<Json> set) {
    return Json.array(List.copyOf(set));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(RetryBroadcast::new));
  }
}
