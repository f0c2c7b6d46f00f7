package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.gossip.DeltaRecords;
import dev.tattle.gossip.GossipBodies;
import dev.tattle.raft.RaftGroup;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kind of data that a cluster replicates, and the one table of which messages belong to which
 * node. To add a workload, add a constant, its messages in {@link #of}, and its node in {@link
 * #create}.
 *
 * <p>{@code echo} and {@code generate} are not in it: they need no data, so every node answers
 * them.
 */
enum Kind {
  BROADCAST(BroadcastNode.KIND),
  G_SET(GSetNode.KIND),
  COUNTER(CounterNode.KIND),
  COUNTERS(CountersNode.KIND),
  COUNTER_STRONG(StrongCounterNode.KIND),
  LIN_KV(LinKvNode.KIND),
  KAFKA(KafkaNode.KIND),
  TXN_CAUSAL(CausalTxnNode.KIND),
  TXN_STRICT(StrictTxnNode.KIND);

  private static final List<Kind> ANY_WITH_A_PLAIN_READ = List.of(BROADCAST, G_SET, COUNTER);

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  /** The name in messages, in lin-kv and on disks ({@code "g-set"}). */
  String label() {
    return label;
  }

  /** The kind of this name; null if this build knows none, as when a newer build wrote it. */
  static @Nullable Kind named(String label) {
    for (Kind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    return null;
  }

  /**
   * The kind of node that kept this environment's records; null if there are none.
   *
   * @throws RequestException if this build knows no such kind
   */
  static @Nullable Kind kept(Environment environment) {
    String label = DeltaRecords.kind(environment);
    Kind kind = label == null ? null : named(label);
    if (label != null && kind == null) {
      throw new RequestException(
          RpcError.NOT_SUPPORTED,
          "the data folder of %s holds '%s', unknown to this version: choose another folder"
              .formatted(environment.self(), label));
    }
    return kind;
  }

  /**
   * The kinds whose nodes take this message. If there is one, the message names the workload. If
   * there are several, it may mean any of them. If there are none, no node knows the type.
   */
  static List<Kind> of(Body body, NodeSettings settings) {
    if (body.has(StrongRequests.NAME)) {
      return List.of(COUNTER_STRONG);
    }
    return switch (body.type()) {
      case "topology", "broadcast" -> List.of(BROADCAST);
      case "add" -> List.of(body.has("element") ? G_SET : body.has("counter") ? COUNTERS : COUNTER);
      case "read" ->
          body.has("counter")
              ? List.of(COUNTERS)
              : body.has("key") ? List.of(LIN_KV) : ANY_WITH_A_PLAIN_READ;
      case "add_all", "delete", "list", "watch", CounterPulls.PULL, CounterPulls.PUSH ->
          List.of(COUNTERS);
      case "write", "cas" -> List.of(LIN_KV);
      case "send", "poll", "commit_offsets", "list_committed_offsets" -> List.of(KAFKA);
      case "txn" -> of(Txn.of(body), settings);
      default -> ofPeers(body);
    };
  }

  /** The kinds that take a transaction: reads alone may mean lists or registers. */
  private static List<Kind> of(Txn txn, NodeSettings settings) {
    if (txn.has(Txn.Function.APPEND)) {
      return List.of(TXN_STRICT);
    }
    Kind registers = settings.registers();
    boolean tells = registers == TXN_STRICT || txn.has(Txn.Function.WRITE);
    return tells ? List.of(registers) : List.of(registers, TXN_STRICT);
  }

  /** True for a message that a client sends to every node before the first operation. */
  static boolean isForAll(Body body) {
    return body.type().equals("topology");
  }

  private static List<Kind> ofPeers(Body body) {
    if (GossipBodies.isGossip(body.type())) {
      return List.of(named(GossipBodies.kind(body), body));
    }
    return RaftGroup.isOurs(body.type()) ? List.of(named(RaftGroup.kind(body), body)) : List.of();
  }

  private static Kind named(String label, Body body) {
    Kind kind = named(label);
    if (kind == null) {
      throw body.malformed("of", "a kind that is known here", "it is not");
    }
    return kind;
  }

  /**
   * Makes the node.
   *
   * @param witness checks the whole cluster; {@link Witness#NONE} outside a simulation
   */
  Node create(Environment environment, NodeSettings settings, Witness witness) {
    LatencyBudget budget = settings.budget();
    return switch (this) {
      case BROADCAST -> new BroadcastNode(environment, budget);
      case G_SET -> new GSetNode(environment, budget);
      case COUNTER -> new CounterNode(environment, false, budget);
      case COUNTERS -> new CountersNode(environment, budget, settings.counters());
      case COUNTER_STRONG -> new StrongCounterNode(environment, RaftSettings.DEFAULT, witness);
      case LIN_KV -> new LinKvNode(environment, RaftSettings.DEFAULT, witness);
      case KAFKA -> new KafkaNode(environment, budget, settings.retention());
      case TXN_CAUSAL -> new CausalTxnNode(environment, budget);
      case TXN_STRICT -> new StrictTxnNode(environment, RaftSettings.DEFAULT, witness);
    };
  }
}
