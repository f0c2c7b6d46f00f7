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
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;

/** A grow-only set and the engine that replicates it: what broadcast and g-set share. */
final class ReplicatedSet {
  /**
   * At a latency of 100 ms a value is so everywhere within 450 ms, for 1.5 messages an operation.
   */
  private static final Duration DEFAULT_BUDGET = Duration.ofMillis(240);

  private final boolean isKept;
  private final ElementLog log;
  private final Gossip gossip;

  ReplicatedSet(Environment environment, String kind, LatencyBudget budget) {
    DeltaRecords records = new DeltaRecords(environment, kind);
    isKept = records.areKept();
    log = new ElementLog(records.self());
    GossipSettings settings = GossipSettings.of(kind, budget.orElse(DEFAULT_BUDGET));
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
