package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.ElementLog;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;

/** Broadcast as it should be, on a {@link LossyStore}. */
final class LossyBroadcast implements Node {
  private static final Duration GATHER = Duration.ofMillis(100);

  private final ElementLog log;
  private final Gossip gossip;

  LossyBroadcast(Environment environment) {
    log = new ElementLog(ReplicaId.fresh(environment));
    GossipSettings settings = new GossipSettings("broadcast", Duration.ZERO, GATHER);
    gossip = new Gossip(environment, new LossyStore(log), settings);
  }

  @Override
  public void onStart(Outbox out) {
    gossip.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "broadcast" -> {
        if (log.add(body.json("message"))) {
          gossip.changed(out);
        }
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "messages", Json.array(log.elements())));
      case "topology" -> out.reply(message, Body.of("topology_ok"));
      default -> gossip.onMessage(message, out);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    gossip.onTimer((GossipTimer) timer, out);
  }
}
