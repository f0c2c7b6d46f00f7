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
import dev.tattle.core.rpc.KvClient;
import dev.tattle.gossip.GossipBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells from its messages which node it is to be: a {@code topology} or {@code broadcast} means
 * broadcast, an {@code add} of a delta a counter, of an element a set; what peers send tells, too.
 * {@code echo} and {@code generate} are answered in any case.
 *
 * <p>A {@code read} does not tell. One that comes before anything that does waits, and the node
 * asks lin-kv, where nodes that were told have written it; so even a node that is cut off from its
 * peers, or was restarted, soon knows. After {@link #PATIENCE} the read is refused as temporarily
 * unavailable. A node that nobody has told anything for that long after its start asks, too, until
 * it is answered: it may have been restarted.
 */
public final class AutoNode implements Node {
  /** How long a read waits for a message that tells what is to be read. */
  static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** How often lin-kv is asked meanwhile. */
  static final Duration ASK_EVERY = Duration.ofMillis(100);

  /** How many reads may wait; one more is refused. */
  static final int MAX_HELD = 1_000;

  private static final Json KEY = Json.of("tattle-workload");

  private enum AutoTimer implements Timer {
    PATIENCE_IS_OVER,
    ASK
  }

  private final Environment environment;
  private final LatencyBudget budget;
  private final Node echo;
  private final Node uniqueIds;
  private final List<Message> held = new ArrayList<>();
  private final long askId;
  private final long tellId;
  private @Nullable Node decided;
  private boolean isUntoldSinceStart;

  public AutoNode(Environment environment) {
    this(environment, LatencyBudget.DEFAULT);
  }

  public AutoNode(Environment environment, LatencyBudget budget) {
    this.environment = environment;
    this.budget = budget;
    askId = environment.random().nextLong(1L << 52);
    tellId = askId + 1;
    echo = new EchoNode();
    uniqueIds = new UniqueIdsNode(environment);
  }

  @Override
  public void onStart(Outbox out) {
    isUntoldSinceStart = true;
    out.setTimer(AutoTimer.ASK, PATIENCE);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    switch (message.body().type()) {
      case "echo" -> {
        echo.onMessage(message, out);
        wasTold(out);
      }
      case "generate" -> {
        uniqueIds.onMessage(message, out);
        wasTold(out);
      }
      default -> {
        Long inReplyTo = message.body().inReplyTo();
        if (inReplyTo != null && (inReplyTo == askId || inReplyTo == tellId)) {
          onAnswer(message.body(), out);
        } else if (decided != null) {
          decided.onMessage(message, out);
        } else if (isUntold(message.body())) {
          hold(message, out);
        } else {
          decide(message, out);
        }
      }
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer == AutoTimer.PATIENCE_IS_OVER) {
      out.cancelTimer(AutoTimer.ASK);
      refuseHeld(out);
    } else if (timer == AutoTimer.ASK) {
      ask(out);
    } else if (decided != null) {
      decided.onTimer(timer, out);
    }
  }

  @Override
  public void onStop(Outbox out) {
    refuseHeld(out);
    if (decided != null) {
      decided.onStop(out);
    }
  }

  private static boolean isUntold(Body body) {
    return body.type().equals("read") && !body.has("key");
  }

  private void hold(Message message, Outbox out) {
    if (held.size() >= MAX_HELD) {
      throw untold();
    }
    held.add(message);
    if (held.size() == 1) {
      out.setTimer(AutoTimer.PATIENCE_IS_OVER, PATIENCE);
      ask(out);
    }
  }

  private void ask(Outbox out) {
    out.send(KvClient.LIN_KV, Body.of("read", "key", KEY).withMsgId(askId));
    out.setTimer(AutoTimer.ASK, held.isEmpty() ? ASK_AGAIN : ASK_EVERY);
  }

  private void onAnswer(Body answer, Outbox out) {
    if (decided != null) {
      return;
    }
    if (answer.fields().get("value") instanceof Json.Text kind) {
      node(kind.value())
          .ifPresent(
              node -> {
                node.onStart(out);
                become(node, out);
              });
    } else if (held.isEmpty()) {
      wasTold(out); // That nobody knows; whoever will, passes it on.
    }
  }

  private void decide(Message message, Outbox out) {
    Body body = message.body();
    String kind = kind(message);
    Node node =
        node(kind)
            .orElseThrow(() -> body.malformed("of", "a kind that is known here", "it is not"));
    node.onStart(out);
    node.onMessage(message, out); // Where the node refuses it, nothing has been decided.
    if (body.type().equals("add") || isFirst()) {
      Body tell = Body.of("write", "key", KEY, "value", Json.of(kind));
      out.send(KvClient.LIN_KV, tell.withMsgId(tellId));
    }
    become(node, out);
  }

  /** What all nodes are told, as a topology, one of them passes on to those that restart. */
  private boolean isFirst() {
    return environment.self().equals(environment.nodes().get(0));
  }

  /** There is nothing to ask for any more, as at the start. */
  private void wasTold(Outbox out) {
    if (isUntoldSinceStart) {
      isUntoldSinceStart = false;
      out.cancelTimer(AutoTimer.ASK);
    }
  }

  private void become(Node node, Outbox out) {
    decided = node;
    wasTold(out);
    if (!held.isEmpty()) {
      out.cancelTimer(AutoTimer.PATIENCE_IS_OVER);
      out.cancelTimer(AutoTimer.ASK);
      for (Message read : held) {
        node.onMessage(read, out);
      }
      held.clear();
    }
  }

  private static String kind(Message message) {
    Body body = message.body();
    return switch (body.type()) {
      case "topology", "broadcast" -> BroadcastNode.KIND;
      case "add" -> body.has("element") ? GSetNode.KIND : CounterNode.KIND;
      default -> {
        if (GossipBodies.isGossip(body.type())) {
          yield GossipBodies.kind(body);
        }
        throw NodeHost.notSupported(message);
      }
    };
  }

  private Optional<Node> node(String kind) {
    return switch (kind) {
      case BroadcastNode.KIND -> Optional.of(new BroadcastNode(environment, budget));
      case GSetNode.KIND -> Optional.of(new GSetNode(environment, budget));
      case CounterNode.KIND -> Optional.of(new CounterNode(environment, false, budget));
      default -> Optional.empty();
    };
  }

  private void refuseHeld(Outbox out) {
    for (Message read : held) {
      out.reply(read, untold().body());
    }
    held.clear();
  }

  private static RequestException untold() {
    return new RequestException(
        RpcError.TEMPORARILY_UNAVAILABLE,
        "no message has told yet which workload this is; start the node with --workload NAME");
  }
}
