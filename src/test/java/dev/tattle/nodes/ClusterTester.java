package dev.tattle.nodes;

import dev.tattle.bench.services.SequentialKv;
import dev.tattle.bench.services.Services;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.SimulatedNode;
import dev.tattle.sim.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/** A few nodes on virtual time, over a network whose faults the test chooses. */
final class ClusterTester {
  private static final String CUT = "cut";
  private static final NodeId CLIENT = new NodeId("c1");

  final VirtualScheduler scheduler = new VirtualScheduler();
  final List<NodeId> ids = new ArrayList<>();
  final List<Message> replies = new ArrayList<>();
  final SplittableRandom random;

  /** The fractions of messages between nodes that are lost, and that arrive twice. */
  double loss;

  double duplication;
  Duration minLatency = Duration.ZERO;
  Duration maxLatency = Duration.ofMillis(100);

  /** How many messages nodes have sent to each other. */
  int sent;

  private final Network network;
  private long nextMsgId;

  ClusterTester(long seed, int size, NodeFactory factory) {
    random = new SplittableRandom(seed);
    network =
        new Network(
            scheduler, new Latency(Latency.Distribution.CONSTANT, 0), random, new Counter());
    network.attach(CLIENT, (id, message) -> replies.add(message));
    network.loseIf(m -> random.nextDouble() < loss);
    network.doubleIf(m -> ids.contains(m.dest()) && random.nextDouble() < duplication);
    network.delayBy(
        m -> {
          long spread = maxLatency.minus(minLatency).toNanos();
          return minLatency.toNanos() + random.nextLong(spread + 1);
        });
    SimulatedNode.World world =
        new SimulatedNode.World(scheduler, network, factory, new Impatient());
    for (int i = 0; i < size; i++) {
      ids.add(new NodeId("n" + i));
    }
    ids.forEach(id -> new SimulatedNode(id, world, random.split()));
    ids.forEach(this::restart);
  }

  /** Adds a seq-kv service with the same latency and loss as the nodes. */
  void attach(SequentialKv seqKv) {
    Services.attach(network, KvClient.SEQ_KV, seqKv);
  }

  /** Starts a new incarnation of a node without its state. */
  void restart(NodeId id) {
    Json names = Json.array(ids.stream().map(Json::of).toList());
    request(id, Body.of("init", "node_id", Json.of(id), "node_ids", names));
  }

  /** Sends a request from a client at once; returns its msg_id. */
  long request(NodeId id, Body body) {
    long msgId = nextMsgId++;
    network.send(new Message(CLIENT, id, body.withMsgId(msgId)));
    run(Duration.ZERO);
    return msgId;
  }

  void run(Duration time) {
    scheduler.runUntil(scheduler.nowNanos() + time.toNanos());
  }

  /** A node's answer to a read, at once. */
  Body read(NodeId id) {
    replies.clear();
    request(id, Body.of("read"));
    return replies.get(0).body();
  }

  /**
   * Drops messages from the first node to the second from now on if the predicate is true for them.
   */
  void cut(BiPredicate<NodeId, NodeId> isCut) {
    Map<NodeId, Set<NodeId>> grudge = new LinkedHashMap<>();
    for (NodeId to : ids) {
      Set<NodeId> lost = new LinkedHashSet<>(ids);
      lost.removeIf(from -> !isCut.test(from, to));
      grudge.put(to, lost);
    }
    network.cut(CUT, grudge);
  }

  void heal() {
    network.heal(CUT);
    loss = 0;
    duplication = 0;
  }

  private final class Counter implements Network.Journal {
    @Override
    public void onSend(long id, Message message) {
      sent += Network.involvesClient(message) ? 0 : 1;
    }

    @Override
    public void onReceive(long id, Message message) {}
  }

  private static final class Impatient implements SimulatedNode.Listener {
    @Override
    public void onFailure(NodeId node, Throwable failure) {
      throw new AssertionError(node + " failed", failure);
    }

    @Override
    public void onUndeliverable(Message message) {
      // A service that is not there never answers.
    }
  }
}
