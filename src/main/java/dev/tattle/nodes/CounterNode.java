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
import dev.tattle.gossip.GossipDefaults;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import dev.tattle.gossip.SlotTable;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves one counter of any size: {@code add{delta}} → {@code add_ok}, as soon as this node has
 * counted it; {@code read} → {@code read_ok{value}}, the sum of all adds that this node knows.
 *
 * <p>Adds travel two ways, and either is enough: gossip among the nodes, and one key in seq-kv
 * ({@link CounterKey}). A node that starts reads the key before it answers its first request, so
 * that it has what an earlier incarnation wrote there. If seq-kv does not answer within {@link
 * #RECOVERY}, the node goes on with what it has. That is safe, because each incarnation adds to a
 * slot of its own ({@link dev.tattle.crdt.ReplicaId}). The wait only makes reads fresher.
 */
public final class CounterNode implements Node {
  static final String KIND = "counter";

  /** How long a node that starts waits for seq-kv, at most. */
  static final Duration RECOVERY = Duration.ofSeconds(1);

  /** How many requests may wait for recovery. One more is refused as temporarily unavailable. */
  static final int MAX_HELD = 10_000;

  private enum CounterTimer implements Timer {
    RECOVERED
  }

  private final boolean growsOnly;
  private final boolean isKept;
  private final SlotTable table;
  private final Gossip gossip;
  private final CounterKey key;
  private final List<Message> held = new ArrayList<>();
  private boolean isRecovered;

  /**
   * Makes a node.
   *
   * @param growsOnly true to refuse negative deltas
   */
  public CounterNode(Environment environment, boolean growsOnly) {
    this(environment, growsOnly, LatencyBudget.DEFAULT);
  }

  /**
   * Makes a node.
   *
   * @param growsOnly true to refuse negative deltas
   */
  public CounterNode(Environment environment, boolean growsOnly, LatencyBudget budget) {
    this.growsOnly = growsOnly;
    DeltaRecords records = new DeltaRecords(environment, KIND);
    isKept = records.areKept();
    table = new SlotTable(records.self());
    GossipSettings settings =
        GossipSettings.inRounds(KIND, budget.orElse(GossipDefaults.COUNTER_BUDGET));
    gossip = new Gossip(environment, table, records, settings);
    key = new CounterKey(environment, table, gossip);
  }

  @Override
  public void onStart(Outbox out) {
    out.setTimer(CounterTimer.RECOVERED, RECOVERY);
    key.onStart(out);
    gossip.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    String type = message.body().type();
    if (type.equals("add") || type.equals("read")) {
      onRequest(message, out);
    } else if (GossipBodies.isGossip(type)) {
      if (gossip.onMessage(message, out)) {
        key.changed(out);
      }
    } else if (message.body().inReplyTo() != null) {
      if (key.onMessage(message, out)) {
        gossip.changed(out);
      }
      if (key.wasRead()) {
        recovered(out);
      }
    } else {
      throw NodeHost.notSupported(message);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer == CounterTimer.RECOVERED) {
      recovered(out);
    } else if (!key.onTimer(timer, out)) {
      gossip.onTimer((GossipTimer) timer, out);
    }
  }

  @Override
  public void onStop(Outbox out) {
    recovered(out);
  }

  private void onRequest(Message message, Outbox out) {
    if (message.body().type().equals("add")) {
      delta(message.body()); // Refuse a malformed request now, not when it is served.
    }
    if (isRecovered) {
      serve(message, out);
    } else if (held.size() < MAX_HELD) {
      held.add(message);
    } else {
      throw new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, "the node is starting");
    }
  }

  private void serve(Message message, Outbox out) {
    if (message.body().type().equals("read")) {
      out.reply(message, Body.of("read_ok", "value", Json.of(table.value())));
      return;
    }
    BigInteger delta = delta(message.body());
    if (delta.signum() != 0) {
      if (isKept) {
        gossip.keep(table.addition(delta), out);
      }
      table.add(delta);
      gossip.changed(out);
      key.changed(out);
    }
    out.reply(message, Body.of("add_ok"));
  }

  private void recovered(Outbox out) {
    if (!isRecovered) {
      isRecovered = true;
      out.cancelTimer(CounterTimer.RECOVERED);
      held.forEach(message -> serveHeld(message, out));
      held.clear();
    }
  }

  private void serveHeld(Message message, Outbox out) {
    try {
      serve(message, out);
    } catch (RequestException refused) { // The disk can't be written. Serve the others.
      out.reply(message, refused.body());
    }
  }

  private BigInteger delta(Body body) {
    BigInteger delta = body.bigInteger("delta");
    if (growsOnly && delta.signum() < 0) {
      throw body.malformed("delta", "an integer that is not negative", "it is");
    }
    return delta;
  }
}
