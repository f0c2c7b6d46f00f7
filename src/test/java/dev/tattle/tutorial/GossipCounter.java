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
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import dev.tattle.gossip.SlotTable;
import java.math.BigInteger;
import java.time.Duration;

/** Adds to a slot of its own, and replicates all slots: their sum is the value. */
public final class GossipCounter implements Node {
  private final SlotTable slots;
  private final Gossip gossip;

  public GossipCounter(Environment environment) {
    DeltaRecords records = new DeltaRecords(environment, "counter");
    slots = new SlotTable(records.self());
    GossipSettings settings = GossipSettings.inRounds("counter", Duration.ofSeconds(1));
    gossip = new Gossip(environment, slots, records, settings);
  }

  @Override
  public void onStart(Outbox out) {
    gossip.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "add" -> {
        add(request.bigInteger("delta"), out);
        out.reply(message, Body.of("add_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "value", Json.of(slots.value())));
      default -> {
        if (!gossip.isMine(request)) {
          throw NodeHost.notSupported(message);
        }
        gossip.onMessage(message, out);
      }
    }
  }

  private void add(BigInteger delta, Outbox out) {
    gossip.keep(slots.addition(delta), out);
    slots.add(delta);
    gossip.changed(out);
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    gossip.onTimer((GossipTimer) timer, out);
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(GossipCounter::new));
  }
}
