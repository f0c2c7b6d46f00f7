package dev.tattle.bench.load;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import dev.tattle.wire.MessageCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of Maelstrom's clients, which has one request open at a time. It ignores replies to requests
 * that it gave up, and reports replies to no request.
 */
public final class Client {
  /** Makes clients: c0, c1, c2 …. */
  public static final class Pool {
    private final Scheduler scheduler;
    private final Network network;
    private final boolean clientsLeave;
    private final Consumer<Problem> problems;
    private long opened;

    /**
     * A pool that has made no clients.
     *
     * @param clientsLeave whether a closed client is detached, so that nobody can write to it, as
     *     in Maelstrom; otherwise a late reply is no error
     */
    public Pool(
        Scheduler scheduler, Network network, boolean clientsLeave, Consumer<Problem> problems) {
      this.scheduler = scheduler;
      this.network = network;
      this.clientsLeave = clientsLeave;
      this.problems = problems;
    }

    Client open() {
      return new Client(this, new NodeId("c" + opened++));
    }
  }

  private static final int KEPT = 5;

  /** The time in which a client thread of Maelstrom hears its reply and leaves. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Pool pool;
  private final NodeId id;
  private final Set<Long> givenUp = new LinkedHashSet<>();
  private final List<Json> unasked = new ArrayList<>();
  private long lastMsgId;
  private @Nullable Consumer<@Nullable Body> waiting;

  private Client(Pool pool, NodeId id) {
    this.pool = pool;
    this.id = id;
    pool.network.attach(id, (messageId, message) -> onMessage(message));
  }

  /** Closes the client. It still hears what was written together with the last reply. */
  void close() {
    if (pool.clientsLeave) {
      pool.scheduler.after(LINGER_NANOS, () -> pool.network.detach(id));
    }
  }

  /** The first replies that belonged to no request. */
  List<Json> unasked() {
    return List.copyOf(unasked);
  }

  /**
   * Sends a request.
   *
   * @param onReply gets the body of the reply, or null if none came in time
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
    pool.scheduler.after(timeout.toNanos(), () -> giveUp(msgId));
  }

  private void onMessage(Message message) {
    Long answered = message.body().inReplyTo();
    if (answered != null && waiting != null && answered == lastMsgId) {
      end(message.body());
    } else if (answered == null || !givenUp.remove(answered)) {
      if (unasked.size() < KEPT) {
        unasked.add(MessageCodec.toJson(message.body()));
      }
      pool.problems.accept(Problems.unasked(message, waiting == null ? null : lastMsgId));
    }
  }

  private void giveUp(long msgId) {
    if (waiting != null && msgId == lastMsgId) {
      givenUp.add(msgId);
      end(null);
    }
  }

  private void end(@Nullable Body reply) {
    Consumer<@Nullable Body> handler = Objects.requireNonNull(waiting);
    waiting = null;
    handler.accept(reply);
  }
}
