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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells its neighbours what is new, and they tell theirs. */
public final class FloodBroadcast implements Node {
  private final Environment environment;
  private final Set<Json> values = new LinkedHashSet<>();
  private final List<NodeId> neighbours = new ArrayList<>();

  public FloodBroadcast(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "topology" -> {
        meetNeighbours(request);
        out.reply(message, Body.of("topology_ok"));
      }
      case "broadcast" -> {
        learn(request.json("message"), message.src(), out);
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "tell" -> learn(request.json("message"), message.src(), out);
      case "read" -> {
        Json all = Json.array(List.copyOf(values));
        out.reply(message, Body.of("read_ok", "messages", all));
      }
      default -> throw NodeHost.notSupported(message);
    }
  }

  private void meetNeighbours(Body topology) {
    Json mine = topology.object("topology").get(environment.self().name());
    for (Json name : ((Json.Arr) mine).items()) {
      neighbours.add(new NodeId(((Json.Text) name).value()));
    }
  }

  private void learn(Json value, NodeId from, Outbox out) {
    if (values.add(value)) {
      for (NodeId neighbour : neighbours) {
        if (!neighbour.equals(from)) {
          out.send(neighbour, Body.of("tell", "message", value));
        }
      }
    }
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(FloodBroadcast::new));
  }
}
