package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.gossip.GossipBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from its messages which node it is to be: a {@code topology} or {@code broadcast} means
 * broadcast, an {@code add} of a delta a counter, of an element a set; what peers send tells, too.
 * {@code echo} and {@code generate} are answered in any case.
 *
 * <p>A {@code read} does not tell. One that comes before anything that does waits for it, and is
 * refused as temporarily unavailable after {@link #PATIENCE}.
 */
public final class AutoNode implements Node {
  /** How long a read waits for a message that tells what is to be read. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How many reads may wait; one more is refused. */
  static final int MAX_HELD = 1_000;

  private enum AutoTimer implements Timer {
    PATIENCE_IS_OVER
  }

  private final Environment environment;
  private final Node echo;
  private final Node uniqueIds;
  private final List<Message> held = new ArrayList<>();
  private @Nullable Node decided;

  public AutoNode(Environment environment) {
    this.environment = environment;
    echo = new EchoNode();
    uniqueIds = new UniqueIdsNode(environment);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    switch (message.body().type()) {
      case "echo" -> echo.onMessage(message, out);
      case "generate" -> uniqueIds.onMessage(message, out);
      default -> {
        if (decided != null) {
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
      refuseHeld(out);
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
    if (held.isEmpty()) {
      out.setTimer(AutoTimer.PATIENCE_IS_OVER, PATIENCE);
    }
    held.add(message);
  }

  private void decide(Message message, Outbox out) {
    Node node = node(message);
    node.onStart(out);
    node.onMessage(message, out); // Where the node refuses it, nothing has been decided.
    decided = node;
    out.cancelTimer(AutoTimer.PATIENCE_IS_OVER);
    for (Message read : held) {
      node.onMessage(read, out);
    }
    held.clear();
  }

  private Node node(Message message) {
    Body body = message.body();
    return switch (body.type()) {
      case "topology", "broadcast" -> new BroadcastNode(environment);
      case "add" -> adder(body);
      default -> {
        if (GossipBodies.isGossip(body.type())) {
          yield gossiper(body);
        }
        throw NodeHost.notSupported(message);
      }
    };
  }

  private Node adder(Body body) {
    if (body.has("element")) {
      return new GSetNode(environment);
    }
    body.bigInteger("delta");
    return new CounterNode(environment, false);
  }

  private Node gossiper(Body body) {
    return switch (GossipBodies.kind(body)) {
      case BroadcastNode.KIND -> new BroadcastNode(environment);
      case GSetNode.KIND -> new GSetNode(environment);
      case CounterNode.KIND -> new CounterNode(environment, false);
      default -> throw body.malformed("of", "a kind of data that is known here", "it is not");
    };
  }

  private void refuseHeld(Outbox out) {
    held.forEach(read -> out.reply(read, untold().body()));
    held.clear();
  }

  private static RequestException untold() {
    return new RequestException(
        RpcError.TEMPORARILY_UNAVAILABLE,
        "no message has told yet which workload this is; start the node with --workload NAME");
  }
}
