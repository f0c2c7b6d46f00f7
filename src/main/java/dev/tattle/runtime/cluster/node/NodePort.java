package dev.tattle.runtime.cluster.node;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import dev.tattle.core.Weight;
import dev.tattle.runtime.Inbound;
import dev.tattle.runtime.Inbox;
import dev.tattle.runtime.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes questions to a node and its answers back. Each question gets one answer, in bounded time.
 * If the node never saw the question, the answer is {@link RpcError#TEMPORARILY_UNAVAILABLE}, which
 * is definite. If nobody knows what happened, it is {@link RpcError#TIMEOUT} or {@link
 * RpcError#CRASH}, which are indefinite.
 *
 * <p>At most {@value #MAX_WAITING} questions wait; further ones are refused.
 *
 * <p>Thread rule: the event loop.
 */
public final class NodePort implements CounterEngine {
  /** The name under which the node sees all clients. No node may have this name. */
  public static final NodeId CLIENTS = new NodeId("api");

  static final int MAX_WAITING = 20_000;
  private static final int FULL = 16;
  private static final int ENVELOPE_BYTES = 100;
  private static final String NO_ANSWER =
      "the node did not answer in time: it is unknown whether this was done";
  private static final String STOPPED =
      "the node stopped before it answered: it is unknown whether this was done";
  private static final String BUSY = "the node is overloaded; try again";

  private record Waiting(Consumer<Body> answer, long deadlineNanos) {}

  private final NodeId self;
  private final Inbox inbox;
  private final Executor later;
  private final Log log;
  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
  private final List<Inbound> gathered = new ArrayList<>();
  private final Map<String, Long> asked = new TreeMap<>();
  private long gatheredBytes;
  private long nextId = 1;
  private @Nullable String refusal;

  /**
   * Creates a port without open questions.
   *
   * @param later runs work on the event loop after its present work
   */
  public NodePort(NodeId self, Inbox inbox, Executor later, Log log) {
    this.self = self;
    this.inbox = inbox;
    this.later = later;
    this.log = log;
  }

  public NodeId self() {
    return self;
  }

  /** The number of questions that are not answered yet. */
  public int waiting() {
    return waiting.size();
  }

  /** The number of questions of this type from clients, over HTTP and gRPC together. */
  public long asked(String type) {
    return asked.getOrDefault(type, 0L);
  }

  @Override
  public void ask(Body question, Duration patience, Consumer<Body> answer) {
    asked.merge(question.type(), 1L, Long::sum);
    ask(CLIENTS, question, patience, answer);
  }

  /** Asks a question in the node's own name that nobody else may ask. */
  public void askAsNode(Body question, Duration patience, Consumer<Body> answer) {
    ask(self, question, patience, answer);
  }

  private void ask(NodeId src, Body question, Duration patience, Consumer<Body> answer) {
    if (refusal != null) {
      answer.accept(RpcError.TEMPORARILY_UNAVAILABLE.body(refusal));
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      answer.accept(RpcError.TEMPORARILY_UNAVAILABLE.body(BUSY));
      return;
    }
    long id = nextId++;
    waiting.put(id, new Waiting(answer, System.nanoTime() + patience.toNanos()));
    gather(new Message(src, self, question.withMsgId(id)), bytes(question));
  }

  /**
   * Collects the questions that are read in one turn of the event loop and passes them to the node
   * together. Passed one by one, each question would wake the node's thread, which would write the
   * disk for it alone. In a long turn the node gets some questions early, so that it need not wait
   * for the last.
   */
  private void gather(Message message, long bytes) {
    gathered.add(new Inbound.Received(message));
    gatheredBytes += bytes;
    if (gathered.size() == 1) {
      later.execute(this::handOver);
    } else if (gathered.size() >= FULL) {
      handOver();
    }
  }

  private void handOver() {
    if (gathered.isEmpty()) {
      return;
    }
    List<Inbound> batch = List.copyOf(gathered);
    long bytes = gatheredBytes;
    gathered.clear();
    gatheredBytes = 0;
    if (!inbox.offer(batch, bytes)) {
      batch.forEach(this::refuse);
    }
  }

  private void refuse(Inbound unseen) {
    if (unseen instanceof Inbound.Received received) {
      Waiting asked = waiting.remove(received.message().body().msgId());
      if (asked != null) {
        tell(asked, RpcError.TEMPORARILY_UNAVAILABLE.body(refusal == null ? BUSY : refusal));
      }
    }
  }

  /**
   * Passes a message of another node to this one. Never waits; returns false if this node has too
   * much to do. Half of the inbox is kept free for clients, so a peer that floods the node can't
   * shut them out.
   */
  public boolean tell(Message message, long bytes) {
    return inbox.offerSpare(List.of(new Inbound.Received(message)), bytes);
  }

  /** Passes on the node's answers to clients and to itself. Drops answers that nobody waits for. */
  public void answered(List<Message> answers) {
    for (Message message : answers) {
      Waiting asked = waiting.remove(message.body().inReplyTo());
      if (asked != null) {
        tell(asked, message.body());
      }
    }
  }

  /** Answers the questions whose time is over. Must be called often. */
  public void expire(long nowNanos) {
    List<Waiting> late = new ArrayList<>();
    for (Iterator<Waiting> all = waiting.values().iterator(); all.hasNext(); ) {
      Waiting asked = all.next();
      if (asked.deadlineNanos - nowNanos <= 0) {
        late.add(asked);
        all.remove();
      }
    }
    late.forEach(asked -> tell(asked, RpcError.TIMEOUT.body(NO_ANSWER)));
  }

  /** Answers all open questions with an error after the node has ended. */
  public void ended() {
    refusal = "the node has stopped";
    handOver();
    List<Waiting> all = List.copyOf(waiting.values());
    waiting.clear();
    all.forEach(asked -> tell(asked, RpcError.CRASH.body(STOPPED)));
  }

  /** Passes on one answer. A receiver that fails must not keep the others from their answers. */
  private void tell(Waiting asked, Body answer) {
    try {
      asked.answer.accept(answer);
    } catch (RuntimeException e) {
      log.error("an answer could not be passed on: " + answer, e);
    }
  }

  private static long bytes(Body question) {
    long bytes = ENVELOPE_BYTES;
    for (Json value : question.fields().values()) {
      bytes += Weight.bytes(value);
    }
    return bytes;
  }
}
