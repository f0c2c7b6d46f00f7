package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.gossip.DeltaRecords;
import dev.tattle.gossip.ElementLog;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;

/** Keeps its values in a store that Tattle's engine replicates. */
public final class GossipBroadcast implements Node {
  /** How long a value may wait on its way, to share messages with others. */
  private static final Duration BUDGET = Duration.ofMillis(240);

  private final ElementLog values;
  private final Gossip gossip;

  public GossipBroadcast(Environment environment) {
    DeltaRecords records = new DeltaRecords(environment, "broadcast");
    values = new ElementLog(records.self());
    gossip = new Gossip(environment, values, records, GossipSettings.of("broadcast", BUDGET));
  }

  @Override
  public void onStart(Outbox out) {
    gossip.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "topology" -> out.reply(message, Body.of("topology_ok"));
      case "broadcast" -> {
        add(request.payload("message"), out);
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "read" ->
          out.reply(message, Body.of("read_ok", "messages", Json.array(values.elements())));
      default -> {
        if (!gossip.isMine(request)) {
          throw NodeHost.notSupported(message);
        }
        gossip.onMessage(message, out);
      }
    }
  }

  private void add(Json value, Outbox out) {
    if (!values.contains(value)) {
      gossip.keep(values.addition(value), out);
      values.add(value);
      gossip.changed(out);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    gossip.onTimer((GossipTimer) timer, out);
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(GossipBroadcast::new));
  }
}
