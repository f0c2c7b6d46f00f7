package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.gossip.DeltaRecords;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipBodies;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves transactions over registers, totally available: {@code txn{txn}} → {@code txn_ok{txn}}
 * with the reads filled in. Each node answers at once, from its own state.
 *
 * <p>At each node, all writes of a transaction become visible together, and in causal order ({@link
 * TxnLog}). A transaction reads one state of its node. So reads are never dirty, intermediate,
 * fractured or circular, and never go back while a client stays with its node. This is causal
 * consistency with atomic visibility, the strongest model that a node can keep while it is cut off.
 * Two nodes may write a key at the same time; all nodes then keep the same one of the two writes.
 * So an update that depends on a read can be lost.
 */
public final class CausalTxnNode implements Node {
  static final String KIND = "txn-causal";

  /** How long a transaction's writes gather on their way to all nodes. */
  private static final Duration DEFAULT_BUDGET = Duration.ofMillis(200);

  private final boolean isKept;
  private final TxnLog log;
  private final Gossip gossip;

  /** Makes a node with the default latency budget. */
  public CausalTxnNode(Environment environment) {
    this(environment, LatencyBudget.DEFAULT);
  }

  /** Makes a node with this latency budget. */
  public CausalTxnNode(Environment environment, LatencyBudget budget) {
    DeltaRecords records = new DeltaRecords(environment, KIND);
    isKept = records.areKept();
    log = new TxnLog(records.self());
    GossipSettings settings = GossipSettings.inRounds(KIND, budget.orElse(DEFAULT_BUDGET));
    gossip = new Gossip(environment, log, records, settings);
    log.show();
  }

  @Override
  public void onStart(Outbox out) {
    gossip.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    if (body.type().equals("txn")) {
      out.reply(message, run(Txn.of(body), out));
    } else if (GossipBodies.isGossip(body.type())) {
      gossip.onMessage(message, out);
      log.show();
    } else {
      throw NodeHost.notSupported(message);
    }
    assert log.checkInvariants();
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    gossip.onTimer((GossipTimer) timer, out);
  }

  private Body run(Txn txn, Outbox out) {
    if (txn.has(Txn.Function.APPEND)) {
      throw new RequestException(
          RpcError.NOT_SUPPORTED,
          "this node has registers, which take 'r' and 'w'; for lists start it with"
              + " --workload txn-list-append");
    }
    Map<Json, Json> writes = new LinkedHashMap<>();
    List<Json> reads = new ArrayList<>();
    for (Txn.Operation one : txn.operations()) {
      if (one.function() == Txn.Function.WRITE) {
        writes.put(one.key(), one.value());
      } else {
        Json own = writes.get(one.key());
        reads.add(own == null ? log.value(one.key()) : own);
      }
    }
    if (!writes.isEmpty()) {
      Json record = log.record(writes);
      if (isKept) {
        gossip.keep(log.addition(List.of(record)), out);
      }
      log.write(record);
      gossip.changed(out);
    }
    return txn.ok(reads);
  }
}
