package dev.tattle.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every runtime wraps around a node, as pure as the node itself: initialisation, and an error
 * reply for every request that cannot be handled. Each method returns the effects to carry out.
 *
 * <p>A second {@code init} starts a new life: the old node, its state and its timers are gone.
 */
public final class NodeHost {
  /** Supplies the world of one life. */
  @FunctionalInterface
  public interface Environments {
    Environment create(NodeId self, List<NodeId> nodes);
  }

  private final NodeFactory factory;
  private final Environments environments;
  private final Effects effects = new Effects();
  private @Nullable Node node;
  private @Nullable NodeId self;
  private @Nullable RequestException refusal;

  public NodeHost(NodeFactory factory, Environments environments) {
    this.factory = factory;
    this.environments = environments;
  }

  /** The id that {@code init} gave; null before. */
  public @Nullable NodeId self() {
    return self;
  }

  /** Why the last message was refused, for the log; null where it was not. */
  public @Nullable RequestException refusal() {
    return refusal;
  }

  /** What a node throws at a request of a type that it does not know. */
  public static RequestException notSupported(Message message) {
    return new RequestException(
        RpcError.NOT_SUPPORTED,
        "this node does not know messages of type '%s'; see %s"
            .formatted(message.body().type(), RequestException.MANUAL));
  }

  public List<Effect> onMessage(Message message) {
    refusal = null;
    try {
      if (message.body().type().equals("init")) {
        start(message);
      } else if (node == null) {
        throw new RequestException(
            RpcError.TEMPORARILY_UNAVAILABLE,
            "expected 'init' before '%s'; see %s"
                .formatted(message.body().type(), RequestException.MANUAL));
      } else {
        node.onMessage(message, effects);
      }
    } catch (RequestException e) {
      refusal = e;
      effects.discard();
      effects.reply(message, e.body());
    }
    return effects.drain();
  }

  public List<Effect> onTimer(Timer timer) {
    if (node != null) {
      node.onTimer(timer, effects);
    }
    return effects.drain();
  }

  public List<Effect> onStop() {
    if (node != null) {
      node.onStop(effects);
    }
    return effects.drain();
  }

  private void start(Message message) {
    Body body = message.body();
    NodeId id = nodeId(body, "node_id", body.json("node_id"));
    Set<NodeId> nodes = new LinkedHashSet<>();
    for (Json name : body.array("node_ids")) {
      if (!nodes.add(nodeId(body, "node_ids", name))) {
        throw body.malformed("node_ids", "an array of different names", "one comes twice");
      }
    }
    if (!nodes.contains(id)) {
      throw body.malformed("node_ids", "an array that has node_id in it", "'" + id + "' is not");
    }
    effects.cancelAllTimers();
    effects.reply(message, Body.of("init_ok"));
    self = id;
    node = factory.create(environments.create(id, List.copyOf(nodes)));
    node.onStart(effects);
  }

  private static NodeId nodeId(Body body, String field, Json name) {
    if (name instanceof Json.Text text && !text.value().isEmpty()) {
      return new NodeId(text.value());
    }
    throw body.malformed(field, "made of node names, which are strings", "it has " + name.kind());
  }
}
