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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replicates what a transaction wrote as one value. The write with the latest stamp wins. */
public final class WholeRegisters implements Node {
  /** When a register was written: by a clock that counts transactions, then by the node's name. */
  private record Stamp(long time, String node) implements Comparable<Stamp> {
    @Override
    public int compareTo(Stamp other) {
      int order = Long.compare(time, other.time);
      return order == 0 ? node.compareTo(other.node) : order;
    }
  }

  private final Map<Json, Json> registers = new LinkedHashMap<>();
  private final Map<Json, Stamp> stamps = new LinkedHashMap<>();
  private final ElementLog transactions;
  private final Gossip gossip;
  private int applied;
  private long time;

  public WholeRegisters(Environment environment) {
    DeltaRecords records = new DeltaRecords(environment, "registers");
    transactions = new ElementLog(records.self());
    GossipSettings settings = GossipSettings.of("registers", Duration.ofMillis(200));
    gossip = new Gossip(environment, transactions, records, settings);
  }

  @Override
  public void onStart(Outbox out) {
    apply();
    gossip.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    if (request.type().equals("txn")) {
      Json done = carryOut(request.array("txn"), out);
      out.reply(message, Body.of("txn_ok", "txn", done));
    } else if (gossip.isMine(request)) {
      gossip.onMessage(message, out);
      apply();
    } else {
      throw NodeHost.notSupported(message);
    }
  }

  /** Reads see the writes before them in the transaction; all others see the last ones only. */
  private Json carryOut(List<Json> operations, Outbox out) {
    Map<Json, Json> written = new LinkedHashMap<>();
    List<Json> done = new ArrayList<>();
    for (Json operation : operations) {
      List<Json> parts = ((Json.Arr) operation).items();
      Json key = parts.get(1);
      if (parts.get(0).equals(Json.of("w"))) {
        written.put(key, parts.get(2));
      }
      Json before = registers.getOrDefault(key, Json.NULL);
      done.add(Json.array(parts.get(0), key, written.getOrDefault(key, before)));
    }
    if (!written.isEmpty()) {
      commit(written, out);
    }
    return Json.array(done);
  }

  private void commit(Map<Json, Json> written, Outbox out) {
    List<Json> pairs = new ArrayList<>();
    written.forEach((key, value) -> pairs.add(Json.array(key, value)));
    Json node = Json.of(transactions.self().name());
    Json transaction =
        Json.object("time", Json.of(time + 1), "node", node, "writes", Json.array(pairs));
    gossip.keep(transactions.addition(transaction), out);
    transactions.add(transaction);
    gossip.changed(out);
    apply();
  }

  /** Carries out the transactions that have come since the last time, each as a whole. */
  private void apply() {
    while (applied < transactions.elements().size()) {
      Json element = transactions.elements().get(applied++);
      Body transaction = new Body("", null, null, ((Json.Obj) element).fields());
      Stamp stamp = new Stamp(transaction.integer("time"), transaction.text("node"));
      time = Math.max(time, stamp.time());
      for (Json pair : transaction.array("writes")) {
        List<Json> parts = ((Json.Arr) pair).items();
        write(parts.get(0), parts.get(1), stamp);
      }
    }
  }

  private void write(Json key, Json value, Stamp stamp) {
    if (!stamps.containsKey(key) || stamps.get(key).compareTo(stamp) < 0) {
      registers.put(key, value);
      stamps.put(key, stamp);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    gossip.onTimer((GossipTimer) timer, out);
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(WholeRegisters::new));
  }
}
