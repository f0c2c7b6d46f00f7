package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.gossip.DeltaRecords;
import dev.tattle.gossip.ElementLog;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipBodies;
import dev.tattle.gossip.GossipDefaults;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;

/** A grow-only set and the engine that replicates it, which broadcast and g-set share. */
final class ReplicatedSet {
  private final boolean isKept;
  private final ElementLog log;
  private final Gossip gossip;

  ReplicatedSet(Environment environment, String kind, LatencyBudget budget) {
    DeltaRecords records = new DeltaRecords(environment, kind);
    isKept = records.areKept();
    log = new ElementLog(records.self());
    GossipSettings settings = GossipSettings.of(kind, budget.orElse(GossipDefaults.SET_BUDGET));
    gossip = new Gossip(environment, log, records, settings);
  }

  void onStart(Outbox out) {
    gossip.onStart(out);
  }

  void add(Json element, Outbox out) {
    if (isKept && !log.contains(element)) {
      gossip.keep(log.addition(element), out);
    }
    if (log.add(element)) {
      gossip.changed(out);
    }
  }

  /** All elements, each once. */
  Json elements() {
    return new Json.Arr(log.elements());
  }

  /** Handles each message that is not from a client. */
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
