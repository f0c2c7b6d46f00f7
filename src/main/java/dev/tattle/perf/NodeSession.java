package dev.tattle.perf;

import dev.tattle.bench.process.PipedProcess;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process of a program, from its start to its kill: batches of requests, one after the other.
 *
 * <p>Thread rule: one thread, besides the one that hears what the process writes.
 */
final class NodeSession implements PipedProcess.Listener, AutoCloseable {
  private final Program program;
  private final NodeId node;
  private final Duration patience;
  private final ServiceAnswers services;
  private final long startedNanos = System.nanoTime();
  private final PipedProcess process;
  private volatile @Nullable Batch current;
  private volatile boolean hasEnded;
  private long nextNumber = 1;

  /**
   * Starts a process.
   *
   * @param patience for each answer
   * @throws IOException where it can't be started
   */
  NodeSession(Program program, NodeId node, Duration patience) throws IOException {
    this.program = program;
    this.node = node;
    this.patience = patience;
    services = new ServiceAnswers(node);
    process = PipedProcess.start(program.command(), this);
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
    process.feed(out -> batch.writeTo(out, services.lines()));
    return batch;
  }

  /**
   * Waits for all answers of a batch.
   *
   * @throws PerfException where they do not come; the message says what happened instead
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

  /** When it was started, on the clock of {@link System#nanoTime}. */
  long startedNanos() {
    return startedNanos;
  }

  long[] pids() {
    return process.pids().toArray();
  }

  @Override
  public void onLine(byte[] buffer, int offset, int length) {
    Batch batch = current;
    if (batch == null || batch.onLine(buffer, offset, length) || program.isCopier()) {
      return;
    }
    try {
      services.onMessage(MessageCodec.decode(buffer, offset, length));
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
