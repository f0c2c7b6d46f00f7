package dev.tattle.bench.load;

import dev.tattle.core.Body;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of Maelstrom's clients: one request at a time, and replies to requests that it gave up are
 * passed over.
 */
public final class Client {
  /** Hands out clients: c0, c1, c2 …. */
  public static final class Pool {
    private final Scheduler scheduler;
    private final Network network;
    private long opened;

    public Pool(Scheduler scheduler, Network network) {
      this.scheduler = scheduler;
      this.network = network;
    }

    Client open() {
      return new Client(this, new NodeId("c" + opened++));
    }
  }

  private final Pool pool;
  private final NodeId id;
  private long lastMsgId;
  private @Nullable Consumer<@Nullable Body> waiting;

  /** It stays attached for good, so that a reply that comes too late is nobody's error. */
  private Client(Pool pool, NodeId id) {
    this.pool = pool;
    this.id = id;
    pool.network.attach(id, (messageId, message) -> onMessage(message.body()));
  }

  /**
   * Sends a request.
   *
   * @param onReply gets the body of the reply, or null when none came in time
   */
  void call(NodeId dest, Body request, Duration timeout, Consumer<@Nullable Body> onReply) {
    if (waiting != null) {
      throw new IllegalStateException(id + " is waiting for a reply already");
    }
    long msgId = ++lastMsgId;
    waiting = onReply;
    if (!pool.network.send(new Message(id, dest, request.withMsgId(msgId)))) {
      throw new IllegalStateException("no such node: " + dest);
    }
    pool.scheduler.after(timeout.toNanos(), () -> end(msgId, null));
  }

  private void onMessage(Body body) {
    Long answered = body.inReplyTo();
    if (answered != null) {
      end(answered, body);
    }
  }

  private void end(long msgId, @Nullable Body reply) {
    Consumer<@Nullable Body> handler = waiting;
    if (handler != null && msgId == lastMsgId) {
      waiting = null;
      handler.accept(reply);
    }
  }
}
