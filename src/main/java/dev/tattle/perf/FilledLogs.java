package dev.tattle.perf;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node with many messages under a hundred keys, and a peer that starts later. */
final class FilledLogs implements AutoCloseable {
  private static final int KEYS = 100;
  private static final int TAIL = 10;
  private static final NodeId FIRST = new NodeId("n1");
  private static final NodeId LATER = new NodeId("n2");

  private final Program program;
  private final Limits limits;
  private final List<NodeId> nodes;
  private final int messagesAKey;
  private final Map<NodeId, NodeSession> sessions = new LinkedHashMap<>();

  /** Makes logs without a process; the caller must close them. */
  FilledLogs(Program program, Limits limits, boolean hasPeer) {
    this.program = program;
    this.limits = limits;
    nodes = hasPeer ? List.of(FIRST, LATER) : List.of(FIRST);
    messagesAKey = Math.max(1, limits.requests() / KEYS);
  }

  /** Starts the node and sends it all messages. Returns how many it took per second. */
  double fill() throws IOException, PerfException, InterruptedException {
    NodeSession first = start(FIRST);
    // A node without memory may hold back its first requests until it has heard of others.
    first.call(Body.of("send", "key", Json.of("first"), "msg", Json.of(0)));
    long beganNanos = System.nanoTime();
    int sent = 0;
    for (int key = 0; key < KEYS; key++) {
      Body send = Body.of("send", "key", name(key), "msg", Json.of(Requests.NUMBER));
      Schedule schedule = Schedule.atOnce(messagesAKey, limits.patience());
      Batch batch = first.await(first.begin(send, schedule));
      if (batch.count() < messagesAKey) {
        throw new PerfException("it takes too long to fill its logs");
      }
      sent += batch.count();
    }
    return sent * 1e9 / (System.nanoTime() - beganNanos);
  }

  private NodeSession start(NodeId node) throws IOException, PerfException, InterruptedException {
    NodeSession session = new NodeSession(program, node, limits.patience());
    sessions.put(node, session);
    sessions.values().forEach(each -> each.connect(sessions));
    session.await(session.beginInit(nodes));
    return session;
  }

  long[] pids() {
    return sessions.values().stream().flatMapToLong(s -> Arrays.stream(s.pids())).toArray();
  }

  /** Polls the last messages of all keys, which must all be there. Returns how long that takes. */
  long pollTailNanos() throws PerfException, InterruptedException {
    long beganNanos = System.nanoTime();
    Batch poll = session(FIRST).call(pollFrom(messagesAKey - TAIL));
    int shown = messages(poll.onlyAnswer());
    if (shown != KEYS * Math.min(TAIL, messagesAKey)) {
      throw new PerfException("it shows " + shown + " messages at the end of its logs");
    }
    return poll.endNanos() - beganNanos;
  }

  /** Starts the peer. Returns how long it takes until it shows the last message of each key. */
  long catchUpNanos() throws IOException, PerfException, InterruptedException {
    long beganNanos = System.nanoTime();
    NodeSession later = start(LATER);
    // Each of two nodes gives every second offset.
    Body last = pollFrom(2L * (messagesAKey - 1));
    Batch poll = later.call(last);
    while (messages(poll.onlyAnswer()) < KEYS) {
      if (System.nanoTime() - beganNanos > limits.patience().toNanos()) {
        throw new PerfException("a peer that comes later is not told all in time");
      }
      poll = later.call(last);
    }
    return poll.endNanos() - beganNanos;
  }

  private NodeSession session(NodeId node) {
    NodeSession session = sessions.get(node);
    if (session == null) {
      throw new AssertionError(node + " was not started");
    }
    return session;
  }

  private static Json name(int key) {
    return Json.of("k" + key);
  }

  private static Body pollFrom(long offset) {
    Map<String, Json> offsets = new LinkedHashMap<>();
    for (int key = 0; key < KEYS; key++) {
      offsets.put("k" + key, Json.of(Math.max(0, offset)));
    }
    return Body.of("poll", "offsets", new Json.Obj(offsets));
  }

  private static int messages(byte[] pollOk) throws PerfException {
    try {
      if (MessageCodec.decode(pollOk).body().fields().get("msgs") instanceof Json.Obj shown) {
        int count = 0;
        for (Json ofKey : shown.fields().values()) {
          count += ofKey instanceof Json.Arr pairs ? pairs.items().size() : 0;
        }
        return count;
      }
    } catch (WireException e) {
      throw new PerfException("its poll_ok is no message: " + e.getMessage());
    }
    throw new PerfException("its poll_ok has no object of messages");
  }

  @Override
  public void close() {
    sessions.values().forEach(NodeSession::close);
  }
}
