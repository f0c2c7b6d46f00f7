package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.gossip.CounterMap;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.DeltaRecords;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipBodies;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** Many named counters, and a client's counter that is the sum of ten of them. */
class ManyCountersNode implements Node {
  private static final String KIND = "counters";
  private static final int NAMES = 10;

  final Environment environment;
  private final CounterMap counters;
  private final Gossip gossip;
  private int adds;

  ManyCountersNode(Environment environment) {
    this(environment, GossipSettings.inRounds(KIND, Duration.ofSeconds(1)));
  }

  ManyCountersNode(Environment environment, GossipSettings settings) {
    this.environment = environment;
    DeltaRecords records = new DeltaRecords(environment, KIND);
    counters = new CounterMap(records.self());
    gossip = new Gossip(environment, counters, records, settings);
  }

  final void members(List<NodeId> members, Outbox out) {
    gossip.members(members, out);
  }

  @Override
  public void onStart(Outbox out) {
    gossip.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "add" -> {
        Delta delta =
            counters.addition(
                "counter" + adds++ % NAMES, body.bigInteger("delta").longValueExact());
        gossip.keep(delta, out);
        counters.join(delta);
        gossip.changed(out);
        out.reply(message, Body.of("add_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "value", Json.of(value())));
      case "replicas" -> {
        Json replicas = Json.of(counters.replicas());
        Json versions = counters.versions().toJson();
        out.reply(message, Body.of("replicas_ok", "replicas", replicas, "versions", versions));
      }
      default -> {
        if (!GossipBodies.isGossip(body.type())) {
          throw NodeHost.notSupported(message);
        }
        gossip.onMessage(message, out);
      }
    }
  }

  private BigInteger value() {
    BigInteger sum = BigInteger.ZERO;
    for (String name : counters.names()) {
      sum = sum.add(counters.value(name));
    }
    return sum;
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    gossip.onTimer((GossipTimer) timer, out);
  }
}
