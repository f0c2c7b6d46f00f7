package dev.tattle.core;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hosts a node for a runtime: initialises it, and answers each request that cannot be handled with
 * an error. It is as pure as the node itself. Each method returns the effects to carry out, in
 * order. One thread at a time calls it.
 *
 * <p>A second {@code init} starts a new incarnation. The old node, its state and its timers are
 * gone; only its records on disk remain.
 *
 * <p><b>If the disk fails</b>, the state in memory is ahead of the disk, so nobody may see it. The
 * runtime drops all effects from the first record that the disk did not keep, and passes them to
 * {@link #onDiskFailure}. The host then creates the node again from the records on disk. If the
 * reply to a request was dropped, the host answers it with the indefinite error {@code crash}.
 * Until {@link #diskWorks}, a handler that tries to keep a record is refused before it has changed
 * anything, with the definite error {@code temporarily-unavailable}. Everything else goes on.
 */
public final class NodeHost {
  /** How soon a timer fires again if its handler could not keep a record. */
  private static final Duration RETRY_TIMER = Duration.ofSeconds(1);

  /** Creates the environment of one incarnation. */
  @FunctionalInterface
  public interface Environments {
    /** Creates the environment of the node {@code self} in a cluster of these nodes. */
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

  /** Makes a host that waits for {@code init}. */
  public NodeHost(NodeFactory factory, Environments environments) {
    this.factory = factory;
    this.environments = environments;
  }

  /** The id that {@code init} gave; null before. */
  public @Nullable NodeId self() {
    return self;
  }

  /** Why the last message was refused, for the log; null if it was not. */
  public @Nullable RequestException refusal() {
    return refusal;
  }

  /** Makes the exception that a node throws for a message of a type that it does not know. */
  public static RequestException notSupported(Message message) {
    return new RequestException(
        RpcError.NOT_SUPPORTED,
        "this node does not know messages of type '%s'; see %s"
            .formatted(message.body().type(), RequestException.MANUAL));
  }

  /** Hands a message to the node, or initialises it if the message is an {@code init}. */
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

  /** Hands a timer that has fired to the node. */
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

  /** Stops the node: no more messages will come. */
  public List<Effect> onStop() {
    if (node != null) {
      node.onStop(effects);
    }
    return effects.drain();
  }

  /**
   * Creates the node again, because the disk could not keep a record.
   *
   * @param why the reason, for people: what the disk said, and what to do
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

  /** Accepts records again, because the disk can be written again. */
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

  /** Begins an incarnation. If the disk cannot keep its first record, there is no node for now. */
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
