package dev.tattle.perf;

import dev.tattle.bench.process.PipedProcess;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of a program, from its start to its kill, and its batches of requests, one after the
 * other.
 *
 * <p>Thread rule: one thread, besides the one that hears the process's output.
 */
final class NodeSession implements PipedProcess.Listener, AutoCloseable {
  private final Program program;
  private final NodeId node;
  private final Duration patience;
  private final ServiceAnswers services;
  private static final byte[] NOTHING = {};
  private static final long MAX_PAUSE_MILLIS = 10;

  private final long startedNanos = System.nanoTime();
  private final PipedProcess process;
  private volatile @Nullable Batch current;
  private volatile boolean hasEnded;
  private volatile Map<NodeId, NodeSession> peers = Map.of();
  private long nextNumber = 1;

  /**
   * Starts a process.
   *
   * @param patience for each answer
   * @throws IOException if it can't be started
   */
  NodeSession(Program program, NodeId node, Duration patience) throws IOException {
    this.program = program;
    this.node = node;
    this.patience = patience;
    services = new ServiceAnswers(node);
    process = PipedProcess.start(program.command(), this);
    process.feed(this::feed);
  }

  /** Sends the waiting lines until the process ends. */
  private void feed(OutputStream out) throws IOException, InterruptedException {
    while (!hasEnded) {
      Batch batch = current;
      if (batch != null && !batch.isDone()) {
        batch.writeTo(out, services.lines());
      } else {
        byte[] line = services.lines().poll(MAX_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        Batch.writeAll(line, services.lines(), out);
        out.flush();
      }
    }
  }

  /** From now on, passes this node's messages on to the others. */
  void connect(Map<NodeId, NodeSession> others) {
    peers = Map.copyOf(others);
  }

  /** Begins to initialise it as one of these nodes. */
  Batch beginInit(List<NodeId> all) {
    Json names = Json.array(all.stream().map(Json::of).toList());
    Body init = Body.of("init", "node_id", Json.of(node), "node_ids", names);
    return begin(init, Schedule.atOnce(1, patience));
  }

  /** Begins to send requests with this body; see {@link Requests#NUMBER}. */
  Batch begin(Body body, Schedule schedule) {
    Requests requests = program.isCopier() ? Requests.copied(node, body) : Requests.of(node, body);
    Batch batch = new Batch(requests, schedule, nextNumber);
    nextNumber += schedule.count();
    current = batch;
    if (hasEnded) {
      batch.fail("it ended");
    }
    services.pass(NOTHING);
    return batch;
  }

  /**
   * Waits for all answers of a batch.
   *
   * @throws PerfException if answers are missing; the message says what happened instead
   */
  Batch await(Batch batch) throws PerfException, InterruptedException {
    try {
      batch.await(patience);
      return batch;
    } catch (PerfException e) {
      if (hasEnded) {
        throw new PerfException("it ended: " + process.lastWords());
      }
      throw e;
    }
  }

  /** Sends one request and waits for its answer. */
  Batch call(Body body) throws PerfException, InterruptedException {
    return await(begin(body, Schedule.atOnce(1, patience)));
  }

  /** The time of its start, on the clock of {@link System#nanoTime}. */
  long startedNanos() {
    return startedNanos;
  }

  long[] pids() {
    return process.pids().toArray();
  }

  @Override
  public void onLine(byte[] buffer, int offset, int length) {
    Batch batch = current;
    if (batch == null) {
      return;
    }
    if (batch.onLine(buffer, offset, length)) {
      if (batch.isFull()) {
        services.pass(NOTHING);
      }
    } else if (!program.isCopier()) {
      pass(buffer, offset, length, batch);
    }
  }

  /** Passes a line on to another node or to a service. */
  private void pass(byte[] buffer, int offset, int length, Batch batch) {
    try {
      Message message = MessageCodec.decode(buffer, offset, length);
      NodeSession peer = peers.get(message.dest());
      if (peer == null) {
        services.onMessage(message);
      } else {
        byte[] line = Arrays.copyOfRange(buffer, offset, offset + length + 1);
        line[length] = '\n';
        peer.services.pass(line);
      }
    } catch (WireException e) {
      batch.fail("it wrote what is no message: " + e.getMessage());
    }
  }

  @Override
  public void onEnd() {
    hasEnded = true;
    Batch batch = current;
    if (batch != null) {
      batch.fail("it ended");
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
