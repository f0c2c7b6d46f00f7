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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves append-only logs under keys.
 *
 * <ul>
 *   <li>{@code send{key, msg}} → {@code send_ok{offset}}, at once, even if nodes are cut off.
 *   <li>{@code poll{offsets}} → {@code poll_ok{msgs}}: for each key, the messages from the offset
 *       on, in the order of their offsets. A poll shows no message while one with a lower offset
 *       may still appear.
 *   <li>{@code commit_offsets{offsets}} → {@code commit_offsets_ok}.
 *   <li>{@code list_committed_offsets{keys}} → {@code list_committed_offsets_ok{offsets}}: the
 *       greatest committed offsets that this node knows, but none beyond what its polls show.
 * </ul>
 *
 * <p>Polls show a message once all nodes have said that they have it ({@link KafkaLogs}). So polls
 * are stale while a node is cut off. After {@link #FENCE_AFTER} a majority fences that node, and
 * polls go on without it ({@link KafkaFences}).
 */
public final class KafkaNode implements Node {
  static final String KIND = "kafka";

  /** About how many bytes a poll returns, for all keys together; a client polls again for more. */
  static final long MAX_POLL_BYTES = 1 << 20;

  /** How long a message, and each node's word of it, gather on their way to all nodes. */
  private static final Duration DEFAULT_BUDGET = Duration.ofMillis(200);

  /** Without rounds, each message would cost a word from each node to each other node. */
  private static final Duration SHORTEST_BUDGET = Duration.ofMillis(20);

  /** How long a node waits to write its word again if the disk refused it. */
  private static final Duration DISK_RETRY = Duration.ofMillis(500);

  /** A node is fenced if it keeps others waiting for this long without a word. */
  static final Duration FENCE_AFTER = Duration.ofSeconds(60);

  /**
   * How long a node without a disk holds new messages, at most, until others say what they know.
   */
  private static final Duration HOLD = Duration.ofSeconds(1);

  private static final int MAX_HELD = 1_000;

  private enum KafkaTimer implements Timer {
    SAY_AGAIN,
    CHECK,
    HOLD
  }

  private final Environment environment;
  private final Duration checkEvery;
  private final boolean isKept;
  private final KafkaLogs logs;
  private final Gossip gossip;
  private final Deque<Message> held = new ArrayDeque<>();
  private boolean isGiving;

  public KafkaNode(Environment environment) {
    this(environment, LatencyBudget.DEFAULT, Long.MAX_VALUE);
  }

  /**
   * Makes a node.
   *
   * @param retention how many messages of each key to keep, of those that all nodes have
   */
  public KafkaNode(Environment environment, LatencyBudget budget, long retention) {
    this(environment, budget, retention, FENCE_AFTER);
  }

  KafkaNode(Environment environment, LatencyBudget budget, long retention, Duration fenceAfter) {
    this.environment = environment;
    checkEvery = fenceAfter.dividedBy(KafkaStability.PATIENCE_CHECKS);
    DeltaRecords records = new DeltaRecords(environment, KIND);
    isKept = records.areKept();
    logs = new KafkaLogs(records.self(), environment.self(), environment.nodes(), retention);
    Duration gather = budget.orElse(DEFAULT_BUDGET);
    GossipSettings settings =
        GossipSettings.inRounds(
            KIND, gather.compareTo(SHORTEST_BUDGET) < 0 ? SHORTEST_BUDGET : gather);
    gossip = new Gossip(environment, logs, records, settings);
  }

  @Override
  public void onStart(Outbox out) {
    isGiving = isKept || logs.isKnown(); // With a disk, the node has forgotten nothing.
    gossip.onStart(out);
    if (!isGiving) {
      out.setTimer(KafkaTimer.HOLD, HOLD);
    }
    if (environment.nodes().size() >= KafkaFences.SMALLEST_CLUSTER) {
      long nanos = environment.random().nextLong(checkEvery.toNanos());
      out.setTimer(KafkaTimer.CHECK, Duration.ofNanos(nanos));
    }
    settle(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "send" -> take(message, out);
      case "poll" -> out.reply(message, poll(body));
      case "commit_offsets" -> out.reply(message, commit(body, out));
      case "list_committed_offsets" -> out.reply(message, committed(body));
      default -> {
        if (!GossipBodies.isGossip(body.type())) {
          throw NodeHost.notSupported(message);
        }
        gossip.onMessage(message, out);
        settle(out);
      }
    }
    assert logs.checkInvariants();
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer == KafkaTimer.SAY_AGAIN) {
      settle(out);
    } else if (timer == KafkaTimer.HOLD) {
      give(out);
    } else if (timer == KafkaTimer.CHECK) {
      out.setTimer(KafkaTimer.CHECK, checkEvery);
      say(logs.check(), out);
    } else {
      gossip.onTimer((GossipTimer) timer, out);
    }
    assert logs.checkInvariants();
  }

  @Override
  public void onStop(Outbox out) {
    while (!held.isEmpty()) {
      out.reply(held.remove(), isNew().body());
    }
  }

  private void take(Message message, Outbox out) {
    if (isGiving) {
      out.reply(message, send(message.body(), out));
      return;
    }
    if (held.size() >= MAX_HELD) {
      throw isNew();
    }
    held.add(message);
  }

  private static RequestException isNew() {
    return new RequestException(
        RpcError.TEMPORARILY_UNAVAILABLE, "this node has just started; send again in a second");
  }

  /** Serves the held messages: this node knows what others know, or has waited long enough. */
  private void give(Outbox out) {
    isGiving = true;
    out.cancelTimer(KafkaTimer.HOLD);
    while (!held.isEmpty()) {
      Message message = held.remove();
      try {
        out.reply(message, send(message.body(), out));
      } catch (RequestException refused) {
        out.reply(message, refused.body());
      }
    }
  }

  private Body send(Body body, Outbox out) {
    if (logs.isFenced()) {
      throw new RequestException(
          RpcError.TEMPORARILY_UNAVAILABLE,
          "this node was away for long and is catching up; send to another, or again in a second");
    }
    Json record = logs.message(body.text("key"), body.payload("msg"));
    write(List.of(record), out);
    logs.close(); // For a cluster of one node.
    return Body.of("send_ok", "offset", ((Json.Arr) record).items().get(1));
  }

  private Body poll(Body body) {
    Map<String, Long> offsets = offsets(body);
    Map<String, Json> messages = new LinkedHashMap<>();
    offsets.forEach(
        (key, offset) -> {
          Json found = logs.topics().from(key, offset, MAX_POLL_BYTES / offsets.size());
          if (!found.equals(Json.array())) {
            messages.put(key, found);
          }
        });
    return Body.of("poll_ok", "msgs", new Json.Obj(messages));
  }

  private Body commit(Body body, Outbox out) {
    Map<String, Long> offsets = offsets(body);
    List<Json> records = logs.topics().commits(offsets);
    if (!records.isEmpty()) {
      write(records, out);
    }
    logs.topics().acknowledged(offsets);
    return Body.of("commit_offsets_ok");
  }

  private Body committed(Body body) {
    Map<String, Json> offsets = new LinkedHashMap<>();
    for (Json key : body.array("keys")) {
      if (!(key instanceof Json.Text text)) {
        throw body.malformed("keys", "an array of strings", "it is not");
      }
      long offset = logs.topics().position(text.value());
      if (offset >= 0) {
        offsets.put(text.value(), Json.of(offset));
      }
    }
    return Body.of("list_committed_offsets_ok", "offsets", new Json.Obj(offsets));
  }

  private static Map<String, Long> offsets(Body body) {
    Map<String, Long> offsets = new LinkedHashMap<>();
    body.object("offsets")
        .forEach(
            (key, offset) -> {
              if (!(offset instanceof Json.Int integer) || integer.value() < 0) {
                throw body.malformed("offsets", "an object of integers from 0 on", "it is not");
              }
              offsets.put(key, integer.value());
            });
    return offsets;
  }

  /** Keeps the records, writes them, and has them sent. */
  private void write(List<Json> records, Outbox out) {
    if (isKept) {
      gossip.keep(logs.addition(records), out);
    }
    logs.write(records);
    gossip.changed(out);
  }

  /** Runs after records have come: closes what can be closed, and writes what others wait for. */
  private void settle(Outbox out) {
    logs.close();
    say(logs.due(), out);
    if (!isGiving && logs.isKnown()) {
      give(out);
    }
  }

  /** Writes these records, and those that become due by them. */
  private void say(List<Json> records, Outbox out) {
    try {
      for (List<Json> due = records; !due.isEmpty(); due = logs.due()) {
        write(due, out);
      }
    } catch (RequestException refused) {
      // The new records are here, but the nodes that wait for this node's word must wait.
      out.setTimer(KafkaTimer.SAY_AGAIN, DISK_RETRY);
    }
  }
}
