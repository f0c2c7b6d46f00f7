package dev.tattle.core;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every runtime wraps around a node, as pure as the node itself: initialisation, and an error
 * reply for every request that cannot be handled. Each method returns the effects to carry out.
 *
 * <p>A second {@code init} starts a new incarnation: the old node, its state and its timers are
 * gone, all but what it kept on disk.
 *
 * <p><b>A disk that fails.</b> The state in memory is then ahead of the disk, so it must not be
 * seen: the runtime drops every effect from the first record that was not kept on, and hands them
 * to {@link #onDiskFailure}. The node is made anew from what the disk has; requests whose replies
 * were dropped are answered with the indefinite error {@code crash}. Until {@link #diskWorks}, what
 * would keep a record is refused before it has changed anything, with the definite error {@code
 * temporarily-unavailable}, and everything else goes on.
 */
public final class NodeHost {
  /** How long a timer waits to be tried again whose handler can't keep its record. */
  private static final Duration RETRY_TIMER = Duration.ofSeconds(1);

  /** Supplies the world of one incarnation. */
  @FunctionalInterface
  public interface Environments {
    Environment create(NodeId self, List<NodeId> nodes);
  }

  private final NodeFactory factory;
  private final Environments environments;
  private final Effects effects = new Effects();
  private @Nullable Node node;
  private @Nullable NodeId self;
  private List<NodeId> nodes = List.of();
  private @Nullable String diskFailure;
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
        throw notReady(message);
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
      try {
        node.onTimer(timer, effects);
      } catch (RequestException e) {
        if (diskFailure == null) {
          throw new IllegalStateException("a timer has no request to refuse: " + timer, e);
        }
        effects.discard();
        effects.setTimer(timer, RETRY_TIMER);
      }
    }
    return effects.drain();
  }

  public List<Effect> onStop() {
    if (node != null) {
      node.onStop(effects);
    }
    return effects.drain();
  }

  /**
   * The disk could not keep a record.
   *
   * @param why for people: what the disk said, and what to do
   * @param dropped the effects that were not carried out, from that record on
   */
  public List<Effect> onDiskFailure(String why, List<Effect> dropped) {
    NodeId id = self;
    if (id == null) {
      throw new IllegalStateException("a node that was never initialised keeps nothing");
    }
    diskFailure = why;
    effects.refuseRecords(why);
    effects.cancelAllTimers();
    for (Effect effect : dropped) {
      if (effect instanceof Effect.Send send && send.body().inReplyTo() != null) {
        Body error = RpcError.CRASH.body("it is unknown whether this was kept: " + why);
        effects.send(send.dest(), error.withInReplyTo(send.body().inReplyTo()));
      }
    }
    begin(id);
    return effects.drain();
  }

  /** The disk can be written again: records are no longer refused. */
  public List<Effect> diskWorks() {
    diskFailure = null;
    effects.refuseRecords(null);
    if (self != null && node == null) {
      begin(self);
    }
    return effects.drain();
  }

  private void start(Message message) {
    Body body = message.body();
    NodeId id = nodeId(body, "node_id", body.json("node_id"));
    Set<NodeId> named = new LinkedHashSet<>();
    for (Json name : body.array("node_ids")) {
      if (!named.add(nodeId(body, "node_ids", name))) {
        throw body.malformed("node_ids", "an array of different names", "one comes twice");
      }
    }
    if (!named.contains(id)) {
      throw body.malformed("node_ids", "an array that has node_id in it", "'" + id + "' is not");
    }
    nodes = List.copyOf(named);
    effects.cancelAllTimers();
    effects.reply(message, Body.of("init_ok"));
    begin(id);
  }

  /** Begins an incarnation; without a disk to keep its first record on, there is no node. */
  private void begin(NodeId id) {
    self = id;
    node = null;
    Environment environment = environments.create(id, nodes);
    effects.keepRecords(environment.isDurable());
    Node created = factory.create(environment);
    List<Effect> before = effects.drain();
    try {
      created.onStart(effects);
      node = created;
    } catch (RequestException e) {
      effects.discard();
      if (diskFailure == null) {
        throw new IllegalStateException("a start has no request to refuse", e);
      }
    }
    effects.addFirst(before);
  }

  private RequestException notReady(Message message) {
    String why =
        self != null && diskFailure != null
            ? diskFailure
            : "expected 'init' before '%s'; see %s"
                .formatted(message.body().type(), RequestException.MANUAL);
    return new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, why);
  }

  private static NodeId nodeId(Body body, String field, Json name) {
    if (name instanceof Json.Text text && !text.value().isEmpty()) {
      return new NodeId(text.value());
    }
    throw body.malformed(field, "made of node names, which are strings", "it has " + name.kind());
  }
}
