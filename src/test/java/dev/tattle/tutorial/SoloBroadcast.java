package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps what it is told. */
public final class SoloBroadcast implements Node {
  private final Set<Json> values = new LinkedHashSet<>();

  public SoloBroadcast(Environment environment) {}

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "topology" -> out.reply(message, Body.of("topology_ok"));
      case "broadcast" -> {
        values.add(request.json("message"));
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "read" -> {
        Json all = Json.array(List.copyOf(values));
        out.reply(message, Body.of("read_ok", "messages", all));
      }
      default -> throw NodeHost.notSupported(message);
    }
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(SoloBroadcast::new));
  }
}
