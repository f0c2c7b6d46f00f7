package dev.tattle.nodes;

import dev.tattle.bench.services.SequentialKv;
import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.sim.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A few nodes on virtual time, over a network that the test makes as bad as it likes. */
final class SimulatedCluster {
  private static final long EPOCH_NANOS = 1_000_000_000_000_000L;

  final VirtualScheduler scheduler = new VirtualScheduler();
  final List<NodeId> ids = new ArrayList<>();
  final List<Message> replies = new ArrayList<>();
  final SplittableRandom random;

  /** The fraction of messages between nodes that is lost, and that comes twice. */
  double loss;

  double duplication;
  Duration minLatency = Duration.ZERO;
  Duration maxLatency = Duration.ofMillis(100);

  /** Says whether what the first sends to the second is lost. */
  BiPredicate<NodeId, NodeId> isCut = (from, to) -> false;

  /** The service seq-kv, under the same latency and loss; where it is null it never answers. */
  @Nullable SequentialKv seqKv;

  /** How many messages nodes have sent to each other. */
  int sent;

  private final NodeFactory factory;
  private final Map<NodeId, Member> members = new LinkedHashMap<>();
  private long nextMsgId;

  SimulatedCluster(long seed, int size, NodeFactory factory) {
    random = new SplittableRandom(seed);
    this.factory = factory;
    for (int i = 0; i < size; i++) {
      ids.add(new NodeId("n" + i));
    }
    ids.forEach(id -> members.put(id, new Member(id)));
    ids.forEach(this::restart);
  }

  /** Begins a new life of a node; its state is gone. */
  void restart(NodeId id) {
    Json names = Json.array(ids.stream().map(Json::of).toList());
    request(id, Body.of("init", "node_id", Json.of(id), "node_ids", names));
  }

  /** Sends a request from a client at once; returns its msg_id. */
  long request(NodeId id, Body body) {
    long msgId = nextMsgId++;
    member(id).receive(new Message(new NodeId("c1"), id, body.withMsgId(msgId)));
    return msgId;
  }

  void run(Duration time) {
    scheduler.runUntil(scheduler.nowNanos() + time.toNanos());
  }

  /** What a node answers to a read, at once. */
  Body read(NodeId id) {
    replies.clear();
    request(id, Body.of("read"));
    return replies.get(0).body();
  }

  void heal() {
    isCut = (from, to) -> false;
    loss = 0;
    duplication = 0;
  }

  private Member member(NodeId id) {
    Member member = members.get(id);
    if (member == null) {
      throw new AssertionError("a message to nobody: " + id);
    }
    return member;
  }

  private void send(NodeId from, Effect.Send send) {
    Message message = new Message(from, send.dest(), send.body());
    if (send.dest().equals(KvClient.SEQ_KV)) {
      transmit(() -> serve(message));
    } else if (!members.containsKey(send.dest())) {
      replies.add(message);
    } else {
      sent++;
      do {
        transmit(() -> deliver(message));
      } while (random.nextDouble() < duplication);
    }
  }

  private void transmit(Runnable arrival) {
    if (random.nextDouble() >= loss) {
      long spread = maxLatency.minus(minLatency).toNanos();
      long delay = minLatency.toNanos() + random.nextLong(spread + 1);
      scheduler.after(delay, arrival);
    }
  }

  private void deliver(Message message) {
    if (!isCut.test(message.src(), message.dest())) {
      member(message.dest()).receive(message);
    }
  }

  private void serve(Message request) {
    Long msgId = request.body().msgId();
    if (seqKv != null && msgId != null) {
      Body reply = answer(seqKv, request).withInReplyTo(msgId);
      transmit(() -> deliver(new Message(request.dest(), request.src(), reply)));
    }
  }

  private static Body answer(SequentialKv service, Message request) {
    try {
      return service.handle(request.src(), request.body());
    } catch (RequestException e) {
      return e.body();
    }
  }

  private final class Member {
    private final NodeId id;
    private final NodeHost host;
    private final Map<Timer, Object> timers = new LinkedHashMap<>();

    Member(NodeId id) {
      this.id = id;
      host = new NodeHost(factory, (self, nodes) -> new World(self, nodes, random.split()));
    }

    void receive(Message message) {
      carryOut(host.onMessage(message));
    }

    private void carryOut(List<Effect> effects) {
      for (Effect effect : effects) {
        if (effect instanceof Effect.Send send) {
          send(id, send);
        } else if (effect instanceof Effect.SetTimer set) {
          Object token = new Object();
          timers.put(set.timer(), token);
          scheduler.after(set.delay().toNanos(), () -> fire(set.timer(), token));
        } else if (effect instanceof Effect.CancelTimer cancel) {
          timers.remove(cancel.timer());
        } else if (effect instanceof Effect.CancelAllTimers) {
          timers.clear();
        }
      }
    }

    private void fire(Timer timer, Object token) {
      if (timers.remove(timer, token)) {
        carryOut(host.onTimer(timer));
      }
    }
  }

  private final class World implements Environment {
    private final NodeId self;
    private final List<NodeId> nodes;
    private final RandomGenerator dice;

    World(NodeId self, List<NodeId> nodes, RandomGenerator dice) {
      this.self = self;
      this.nodes = nodes;
      this.dice = dice;
    }

    @Override
    public NodeId self() {
      return self;
    }

    @Override
    public List<NodeId> nodes() {
      return nodes;
    }

    @Override
    public long nowNanos() {
      return EPOCH_NANOS + scheduler.nowNanos();
    }

    @Override
    public RandomGenerator random() {
      return dice;
    }
  }
}
