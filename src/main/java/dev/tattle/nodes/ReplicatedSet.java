package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.ElementLog;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipBodies;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;

/** A grow-only set and the engine that replicates it: what broadcast and g-set share. */
final class ReplicatedSet {
  // A leaf's value goes to the relay at once; the relay gathers for a while. At a latency of 100 ms
  // a value so is everywhere within 350 ms.
  private static final Duration LEAF_GATHER = Duration.ZERO;
  private static final Duration RELAY_GATHER = Duration.ofMillis(240);

  private final ElementLog log;
  private final Gossip gossip;

  ReplicatedSet(Environment environment, String kind) {
    log = new ElementLog(ReplicaId.fresh(environment));
    gossip = new Gossip(environment, log, new GossipSettings(kind, LEAF_GATHER, RELAY_GATHER));
  }

  void onStart(Outbox out) {
    gossip.onStart(out);
  }

  void add(Json element, Outbox out) {
    if (log.add(element)) {
      gossip.changed(out);
    }
  }

  /** All elements, each once. */
  Json elements() {
    return Json.array(log.elements());
  }

  /** Takes every message that is no client's. */
  void onOther(Message message, Outbox out) {
    if (!GossipBodies.isGossip(message.body().type())) {
      throw NodeHost.notSupported(message);
    }
    gossip.onMessage(message, out);
  }

  void onTimer(Timer timer, Outbox out) {
    gossip.onTimer((GossipTimer) timer, out);
  }
}
